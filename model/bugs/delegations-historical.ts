/** Faults that nfsd once had and has no more: absent unless `--bug` adds them. */
import type { Fault } from "../../src/machine/scenario.js";

/** A recall that finds nothing to recall. */
export const B5 = {
  name: "B5",
  kind: "historical",
  says:
    "A break that hits a delegation between setlease and hashing recalls nothing, and the grant does not look for a conflict again: " +
    "the client is told that it holds a delegation that nobody will ever recall.",
  source: "fs/nfsd/nfs4state.c before commit 417c6629b2d8 (3.17)",
  smallest: { files: 1, setAttributes: false, localOperations: 0 },
} as const satisfies Fault;

/** A freed delegation on the list of the laundromat. */
export const B6 = {
  name: "B6",
  kind: "historical",
  says: "A recall puts a delegation that is not hashed yet on del_recall_lru; the grant fails and frees it, and the list keeps it.",
  source: "fs/nfsd/nfs4state.c nfsd4_cb_recall_prepare before commit 548ec0805c39 (5.16)",
  scope: { revocation: true },
  smallest: { files: 1, operations: 1, localOperations: 0 },
} as const satisfies Fault;

/** The owner test turned round. */
export const B7 = {
  name: "B7",
  kind: "historical",
  says: "The test whether the breaker owns the lease answers the wrong way round for breakers that are no server threads.",
  source:
    "fs/nfsd/nfs4state.c nfsd_breaker_owns_lease before commit 50719bf3442d (5.18), which settles what true means",
  smallest: { files: 1, clients: 1, threads: 1, operations: 1, localOpen: false },
} as const satisfies Fault;

/** No break for a file that is open already. */
export const B8 = {
  name: "B8",
  kind: "historical",
  says: "An OPEN of a file that the server has open for that access already calls no open of the VFS, and so breaks nothing.",
  source: "fs/nfsd/nfs4state.c nfs4_get_vfs_file before “nfsd: ensure new clients break delegations” (5.13)",
  smallest: { files: 1, localOperations: 0, setAttributes: false, revocation: false },
} as const satisfies Fault;

/** Opens of other clients overlooked. */
export const B9 = {
  name: "B9",
  kind: "historical",
  says: "A grant forgives every write open that the server itself has, not only those of the client that gets the delegation.",
  source: "fs/nfsd/nfs4state.c, 94415b06eb8a (5.9), reverted by 6ee65a773096 (5.12)",
  smallest: { files: 1, threads: 1, localOperations: 0, setAttributes: false },
} as const satisfies Fault;

/** The name is not looked up again. */
export const B11 = {
  name: "B11",
  kind: "historical",
  says: "A delegation is granted for a name that was removed or renamed between the lookup and the grant.",
  source: "fs/nfsd/nfs4state.c before “NFSD: verify the opened dentry after setting a delegation” (6.0)",
  scope: { remove: true },
  smallest: { files: 1, threads: 2, operations: 1, setAttributes: false, openWrite: false, localOperations: 0 },
} as const satisfies Fault;

/** The file cache skips the break. */
export const B10 = {
  name: "B10",
  kind: "historical",
  says:
    "A WRITE with a special stateid through a file that COMMIT put into the cache breaks nothing: whether the cache breaks was " +
    "decided by whoever opened the file first.",
  source: "fs/nfsd/filecache.c before commit 23ba98de6dce (6.0)",
  scope: { special: true },
  smallest: { files: 1, threads: 1, operations: 1, setAttributes: false, localOperations: 0 },
} as const satisfies Fault;

/** A wait for a callback that has no end. */
export const B14 = {
  name: "B14",
  kind: "historical",
  says:
    "GETATTR waits for the answer to CB_GETATTR without a time limit, and cannot be killed: where the callback gets lost, the thread " +
    "is lost with it, and the server cannot shut down.",
  source:
    "fs/nfsd/nfs4state.c nfsd4_deleg_getattr_conflict of 6.8-rc, wait_on_bit; reverted, since 6.9 wait_on_bit_timeout with 30 ms",
  scope: { writeDelegations: true, getAttributes: true, channelDown: true },
  smallest: { files: 1, operations: 1, localOperations: 0, setAttributes: false, openWrite: false },
} as const satisfies Fault;

/** FREE_STATEID overtakes the laundromat. */
export const B20 = {
  name: "B20",
  kind: "historical",
  says: "FREE_STATEID frees a delegation that the laundromat is about to list as revoked; the list then holds what was freed.",
  source: "fs/nfsd/nfs4state.c revoke_delegation before commit 8dd91e8d31fe (6.12), CVE-2024-50106",
  scope: { revocation: true },
  smallest: { files: 1, threads: 1, operations: 1, localOperations: 0 },
} as const satisfies Fault;

/** A revoked delegation that nobody finds. */
export const B20Lookup = {
  name: "B20-lookup",
  kind: "historical",
  says:
    "A revoked delegation that the laundromat is through with is not found by its stateid: FREE_STATEID is answered NFS4ERR_BAD_STATEID, " +
    "and the server reports revoked state to its client for ever. The sequel of what mended B20.",
  source:
    "fs/nfsd/nfs4state.c nfsd4_lookup_stateid from 8dd91e8d31fe (6.12) until “nfsd: allow SC_STATUS_FREEABLE when searching via " +
    "nfs4_lookup_stateid()” (6.14)",
  scope: { revocation: true },
  smallest: { files: 1, threads: 1, operations: 1, localOperations: 0, setAttributes: false },
} as const satisfies Fault;

/** A revoked delegation that its client has forgotten. */
export const B22 = {
  name: "B22",
  kind: "historical",
  says:
    "A client whose operation is answered NFS4ERR_DELEG_REVOKED marks the delegation and forgets it, and never sends FREE_STATEID: the server " +
    "keeps it on cl_revoked, SEQUENCE keeps saying so, and the client keeps testing stateids among which it is not.",
  source: "fs/nfs/delegation.c nfs_mark_delegation_revoked; threads of 2023 to 2026 on loops of TEST_STATEID",
  scope: { revocation: true },
  smallest: { files: 1, threads: 1, operations: 1, localOperations: 0, setAttributes: false },
} as const satisfies Fault;

/** A lease looked for by its file alone. */
export const B23 = {
  name: "B23",
  kind: "historical",
  says:
    "A lease is taken off the list by its file alone, without a look at its owner: all delegations of a file share one struct file, " +
    "and a client's return removes another's lease, which nobody will break any more.",
  source: "fs/locks.c fl_mylease rework, commit c45821d263a8 (2011); generic_delete_lease, 6.12, compares both",
  smallest: { threads: 1, openWrite: false, localOpen: false },
} as const satisfies Fault;

/** A break that is undone, and refuses all the same. */
export const B24 = {
  name: "B24",
  kind: "historical",
  says:
    "A break removes the lease of a grant that has lost the race at once, and then looks only whether the list is empty: an operation " +
    "is refused though nothing is left that conflicts with it, but another lease that it passes. Linux has the look to this day, and no " +
    "lease manager any more that has a lease removed.",
  source: "fs/locks.c __break_lease, lm_break returns true, commit 4d01b7f5e757 (3.18); list_empty, 6.12",
  smallest: { files: 1, localOperations: 0, openWrite: false },
} as const satisfies Fault;

/** A compound that is delayed by what it would return. */
export const B25 = {
  name: "B25",
  kind: "historical",
  says:
    "A client of v4.0 has a write delegation, and sends GETATTR in the compound with DELEGRETURN. The server cannot tell whose GETATTR it " +
    "is, recalls what is being returned, and answers NFS4ERR_DELAY before it comes to the DELEGRETURN: each time again, until it revokes.",
  source: "fs/nfsd/nfs4state.c nfs4_open_delegation, its comment on v4.0; RFC 7530 §10.4.3",
  scope: { oldClients: 1, writeDelegations: true, getAttributes: true, revocation: false },
  smallest: { files: 1, operations: 1, setAttributes: false, openWrite: false },
} as const satisfies Fault;
