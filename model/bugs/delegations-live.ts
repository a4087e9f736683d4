/** Faults that nfsd has in 6.12: present in every design unless `--mend` removes them. All deduced from reading the code. */
import type { Fault } from "../../src/machine/scenario.js";

/** A helper is a stranger. */
export const B35 = {
  name: "B35",
  kind: "live",
  says:
    "Work that a task outside the server's threads does for a client is taken for a stranger's: it recalls the client's own " +
    "delegation. Mended by asking for whom the helper works. Deduced.",
  source: "fs/nfsd/nfs4state.c nfsd_breaker_owns_lease, nfs4proc.c nfsd4_do_async_copy, 6.12",
  scope: { helpers: true },
  smallest: { files: 1, clients: 1, threads: 1, operations: 3, setAttributes: false, localOperations: 0 },
} as const satisfies Fault;

/** The VFS clock weakens a write delegation. */
export const B36 = {
  name: "B36",
  kind: "live",
  says:
    "A break by a reader sets the VFS deadline of a write delegation, which nfsd does not reset: when it passes, a scan makes the " +
    "lease a read lease, though the client still holds a write delegation. Mended by resetting it. Deduced.",
  source: "fs/nfsd/nfs4state.c nfsd_break_deleg_cb, fs/locks.c time_out_leases, 6.12–6.18",
  scope: { writeDelegations: true },
  smallest: { files: 1, threads: 1, openWrite: false, setAttributes: false, localOperations: 0 },
} as const satisfies Fault;

/** Waiting for the wrong file. */
export const B28 = {
  name: "B28",
  kind: "live",
  says:
    "RENAME waits for the delegations of the source, also when those of the target are in the way: it sees nothing to wait for and " +
    "tries again in vain. Mended by waiting for the file that has leases. Deduced.",
  source: "fs/nfsd/vfs.c nfsd_rename, 6.12",
  scope: { rename: true },
  smallest: { files: 2, threads: 1, operations: 1, setAttributes: false, openWrite: false, localOperations: 0 },
} as const satisfies Fault;

/** Counted twice. */
export const WA = {
  name: "W-a",
  kind: "live",
  says:
    "A write delegation that is broken by a reader and then by a writer is counted twice among those in recall, and uncounted once. " +
    "Mended by counting a delegation that is recalled already no more. Deduced.",
  source: "fs/nfsd/nfs4state.c nfsd_break_deleg_cb and nfsd_change_deleg_cb, cl_delegs_in_recall, 6.12",
  scope: { writeDelegations: true },
  smallest: { files: 1, threads: 1, openWrite: false, localOperations: 0 },
} as const satisfies Fault;

/** A server thread that sleeps in the VFS. */
export const WE = {
  name: "W-e",
  kind: "live",
  says:
    "OPEN breaks without blocking, and then opens the file with a break that blocks: a lease listed in between puts a thread of the " +
    "server to sleep. Mended by an open with O_NONBLOCK. Deduced.",
  source: "fs/nfsd/vfs.c __nfsd_open, 6.12",
  scope: { openBlocks: true },
  smallest: { files: 1, operations: 1, setAttributes: false, localOperations: 0 },
} as const satisfies Fault;

/** A recall without a channel. */
export const WB = {
  name: "W-b",
  kind: "live",
  says:
    "A recall for which there is no callback channel is dropped before it is timed: nobody is told, and the delegation is never " +
    "revoked. Mended by timing it all the same. Deduced.",
  source: "fs/nfsd/nfs4callback.c nfsd4_run_cb_work, 6.12",
  scope: { channelDown: true, revocation: true },
  smallest: { files: 1, threads: 1, operations: 1 },
} as const satisfies Fault;

/** A recall before the hash. */
export const WC = {
  name: "W-c",
  kind: "live",
  says:
    "A recall whose work runs before its delegation is hashed is not timed: a client that does not answer keeps the delegation. " +
    "Mended by looking once more when the delegation is hashed. Deduced.",
  source: "fs/nfsd/nfs4state.c nfsd4_cb_recall_prepare, delegation_hashed, 6.12",
  scope: { revocation: true },
  smallest: { files: 1, operations: 1 },
} as const satisfies Fault;

/** Refused by a grant that is refused itself. */
export const WF = {
  name: "W-f",
  kind: "live",
  says:
    "A process that has a file open for writing, and cuts it, fails with EWOULDBLOCK when a delegation's lease is listed just then: " +
    "one that the grant will take off again, because of that very open. Mended by waiting, as other changes do. Deduced.",
  source: "fs/open.c do_ftruncate, fs/nfsd/nfs4state.c nfs4_set_delegation, 6.12",
  scope: { localTruncate: true },
  smallest: { files: 1, clients: 1, threads: 1, operations: 1 },
} as const satisfies Fault;

/** A write that is not counted. */
export const WI = {
  name: "W-i",
  kind: "live",
  says:
    "A WRITE with a special stateid shares the cached description of an open for writing, and the grant takes off one writer for " +
    "that open: a client that has the file open for writing gets a delegation while another's WRITE, past its break, is still to " +
    "come. Mended by counting it. Deduced.",
  source: "fs/nfsd/nfs4state.c nfsd4_check_conflicting_opens, fs/nfsd/filecache.c nfsd_file_acquire, 6.12",
  scope: { special: true },
  smallest: { files: 1, setAttributes: false, localOperations: 0 },
} as const satisfies Fault;

/** A sleeper does not ask. */
export const WJ = {
  name: "W-j",
  kind: "live",
  says:
    "A breaker that wakes up and meets another lease waits for that as well, without asking its holder: for a delegation, which has " +
    "no deadline, it waits until the client returns it unasked. Mended by asking again. Deduced.",
  source: "fs/locks.c __break_lease from restart, 6.12–6.18",
  scope: { close: true },
  smallest: {
    files: 1,
    operations: 1,
    threads: 1,
    openWrite: false,
    setAttributes: false,
    localOpen: false,
    revocation: false,
  },
} as const satisfies Fault;

/** A write delegation over another's open for reading. */
export const WH = {
  name: "W-h",
  kind: "live",
  says:
    "A write delegation is granted while others have the file open for reading: their reads break nothing. Mended by a grant that " +
    "looks for opens for reading as well. Deduced.",
  source: "fs/nfsd/nfs4state.c nfsd4_check_conflicting_opens, 6.12",
  scope: { writeDelegations: true },
  smallest: { files: 1, threads: 1, openWrite: false, setAttributes: false, localOperations: 0 },
} as const satisfies Fault;
