/** The server's leases: set for a client, entered in its table, recalled when the kernel asks, given back. */
import { isBreaking } from "../leases/pending.js";
import { beginLease, canReachLease } from "../leases/set.js";
import { canClose, closeDescriptor } from "../vfs/close.js";
import { closeFile } from "./requests.js";
import { endRequest, isAttended, letGo, lockIsFree, processOf } from "./server.js";
import { action, clientId, type FileId, known, type State, taskId, theInode } from "./state.js";

/** The lease of a description, if the kernel lists it. */
export const leaseOf = (s: State, file: FileId) => s.inodes[theInode(s)].leases.first((lease) => lease.file === file);

/** F_SETLEASE (or F_SETDELEG) for a client, on the description that was opened for it. */
export const leaseForClient = action("set lease for client", {
  parameters: { task: taskId },
  atomicUnder:
    "flc_lock, which it keeps when a lease is to be inserted; for a delegation i_rwsem, which it only tries to take",
  source: "fs/locks.c generic_add_lease up to locks_insert_lock_ctx, 6.12–6.18",
  enabled: (s, { task }) => s.workers[task].does === "to lease" && canReachLease(s, task, known(s.workers[task].file)),
  effect: (draft, { task }) => {
    const { leases, asks } = draft.constants.policy;
    draft.workers[task].does = "leasing";
    beginLease(draft, task, known(draft.workers[task].file), leases, asks);
  },
});

/** The lease is set: the table gets to know it, and the client. */
export const recordLease = action("record lease", {
  parameters: { task: taskId },
  atomicUnder: "the server's lock of the object",
  source: "NFS-Ganesha, SAL/state_deleg.c add_deleg_state; Samba, source3/smbd/oplock.c set_file_oplock: deduced",
  enabled: (s, { task }) => {
    const { does, file } = s.workers[task];
    return (
      does === "leasing" && s.tasks[task].at === "user" && leaseOf(s, known(file)) !== undefined && lockIsFree(s, task)
    );
  },
  effect: (draft, { task }) => {
    const worker = draft.workers[task];
    const client = draft.clients[known(worker.client)];
    client.lease = "granted";
    client.file = worker.file;
    endRequest(draft, task);
  },
});

/** The lease is refused, or gone already: the client does without. */
export const doWithout = action("do without lease", {
  parameters: { task: taskId },
  atomicUnder: "the decrement of i_readcount or i_writecount; no lease is set on the description",
  source: "fs/file_table.c __fput, 6.12–6.18",
  enabled: (s, { task }) => {
    const { does, file } = s.workers[task];
    return does === "leasing" && s.tasks[task].at === "user" && leaseOf(s, known(file)) === undefined;
  },
  effect: (draft, { task }) => {
    closeFile(draft, task);
    endRequest(draft, task);
    letGo(draft, task);
  },
});

/** The server hears that the kernel wants a client's lease back (or has taken it), and recalls it from the client. */
export const hearBreak = action("hear break", {
  parameters: { client: clientId },
  atomicUnder: "the server's lock of the object",
  source:
    "fcntl(2), F_SETSIG, si_fd; Samba, source3/smbd/oplock_linux.c; an upcall in NFS-Ganesha. No signal is lost: B17 is about those",
  enabled: (s, { client }) => {
    const { lease, file } = s.clients[client];
    if (lease !== "granted" || !lockIsFree(s, null) || !isAttended(s, known(file))) return false;
    const listed = leaseOf(s, known(file));
    return listed === undefined || isBreaking(listed);
  },
  effect: (draft, { client }) => {
    draft.clients[client].lease = "recalled";
  },
});

/** The client has answered the recall: its description is closed, and with it the lease is gone. */
export const returnLease = action("return lease", {
  parameters: { client: clientId },
  atomicUnder: "the server's lock of the object; within it files->file_lock and flc_lock",
  source:
    "fs/locks.c locks_remove_file, 6.12–6.18; NFS-Ganesha, SAL/state_deleg.c; Samba, source3/smbd/oplock.c: deduced",
  enabled: (s, { client }) => {
    const { lease, file } = s.clients[client];
    return (
      lease === "recalled" &&
      lockIsFree(s, null) &&
      isAttended(s, known(file)) &&
      canClose(s, known(processOf(s, known(file))), known(file))
    );
  },
  effect: (draft, { client }) => {
    const self = draft.clients[client];
    const file = known(self.file);
    closeDescriptor(draft, known(processOf(draft, file)), file);
    self.lease = "none";
    self.file = null;
  },
});
