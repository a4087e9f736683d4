/** What a thread of the server does for a client: it looks at its own clients first, and then calls into the kernel. */
import { oneOf } from "../../src/schema/schema.js";
import { groupOf, mayCall } from "../tasks.js";
import { closeDescriptor } from "../vfs/close.js";
import { attemptChange, metadataMustWait } from "../vfs/metadata.js";
import { beginOpen, canOpen, fail } from "../vfs/open.js";
import { beginTruncate } from "../vfs/truncate.js";
import { endRequest, isInTheWay, isPinned, letGo, lockIsFree, serves } from "./server.js";
import {
  action,
  type ClientId,
  clientId,
  type Draft,
  known,
  type Request,
  type State,
  type TaskId,
  taskId,
  theInode,
} from "./state.js";

const TWO_STAGES = "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter";

/** Whether the server can take the request up, or has at least somebody to recall for it. */
function isWorthwhile(s: State, client: ClientId, request: Request): boolean {
  if (s.clients.some((_, holder) => isInTheWay(s, holder, client, request)))
    return s.clients.some(({ lease }, holder) => lease === "granted" && isInTheWay(s, holder, client, request));
  return !isPinned(s, client, request);
}

/** Whether the client has a lease, or is about to get one. */
const hasLease = (s: State, client: ClientId): boolean =>
  s.clients[client].lease !== "none" ||
  s.workers.some((worker) => worker.client === client && worker.request === "lease");

/**
 * The first stage. Leases of other clients that are in the way are recalled, and the client is told to try later; without
 * them the thread goes on to the kernel, and keeps the lock or a pin, by the server's policy.
 */
export const lookAtClients = action("look at own clients", {
  parameters: { task: taskId, client: clientId, request: oneOf("lease", "write", "change") },
  atomicUnder:
    "the server's lock of the object (st_lock; the lock of a record of the database), which it keeps by policy",
  source: `${TWO_STAGES}; NFS-Ganesha, SAL/state_deleg.c state_deleg_conflict; Samba, the locking database: deduced`,
  when: ({ policy }, { request }) => request !== "change" || policy.changes,
  enabled: (s, { task, client, request }) => {
    if (!mayCall(s, task) || !serves(s, task) || s.workers[task].does !== "nothing" || !lockIsFree(s, task))
      return false;
    const { home } = s.clients[client];
    if ((home !== null && home !== task) || (request === "lease" && hasLease(s, client))) return false;
    return isWorthwhile(s, client, request);
  },
  effect: (draft, { task, client, request }) => {
    let found = false;
    draft.clients.forEach((other, holder) => {
      if (!isInTheWay(draft, holder, client, request)) return;
      found = true;
      other.lease = "recalled";
    });
    if (found) return;
    const worker = draft.workers[task];
    worker.does = "to call";
    worker.client = client;
    worker.request = request;
    if (draft.constants.policy.pins === "the lock") draft.lock = task;
  },
});

/** The second stage: open(2), for a lease or to write. */
export const openForClient = action("open for client", {
  parameters: { task: taskId },
  atomicUnder: "the increment of i_readcount or i_writecount; a full barrier follows",
  source: "fs/open.c do_dentry_open, i_readcount_inc and get_write_access, 6.12–6.18",
  enabled: (s, { task }) => {
    const { does, request } = s.workers[task];
    return does === "to call" && request !== "change" && canOpen(s, task);
  },
  effect: (draft, { task }) => {
    const worker = draft.workers[task];
    const { leases, sleeps } = draft.constants.policy;
    const access = worker.request === "write" ? "write" : leases === "read" ? "read" : "read-write";
    beginOpen(draft, task, { inode: theInode(draft), access, truncating: false, blocking: sleeps });
    worker.does = "calling";
    worker.file = draft.tasks[task].file;
  },
});

/** The second stage of a change by path: truncate(2), or where leases are delegations chmod(2) and its like. */
export const changeForClient = action("change for client", {
  parameters: { task: taskId },
  atomicUnder: "the increment of i_writecount; with delegations i_rwsem and flc_lock",
  source: "fs/open.c vfs_truncate, 6.12–6.18; fs/attr.c notify_change, 6.19",
  when: ({ policy }) => policy.changes,
  enabled: (s, { task }) => {
    const { does, request } = s.workers[task];
    if (does !== "to call" || request !== "change") return false;
    return !s.constants.delegations || !metadataMustWait(s, theInode(s));
  },
  effect: (draft, { task }) => {
    draft.workers[task].does = "calling";
    if (draft.constants.delegations) attemptChange(draft, task, theInode(draft));
    else beginTruncate(draft, task, theInode(draft));
  },
});

/** A change that has waited for a delegation starts anew. */
export const changeAgain = action("change again", {
  parameters: { task: taskId },
  atomicUnder: "i_rwsem and flc_lock",
  source: "fs/attr.c, fs/namei.c, break_deleg_wait and retry, 6.19",
  when: ({ delegations }) => delegations,
  enabled: (s, { task }) => s.tasks[task].at === "to redo" && !metadataMustWait(s, theInode(s)),
  effect: (draft, { task }) => {
    attemptChange(draft, task, theInode(draft));
  },
});

/** A call fails: with EWOULDBLOCK; or with EINTR. A client that it was made for is told to try later. */
export const giveUp = action("give up", {
  parameters: { task: taskId },
  atomicUnder:
    "the decrement of i_readcount or i_writecount; that the lock is let go a moment later keeps nobody but waiters",
  source: "fs/open.c do_dentry_open from cleanup_all, 6.12–6.18",
  enabled: (s, { task }) => s.tasks[task].at === "failing",
  effect: (draft, { task }) => {
    fail(draft, task);
    if (serves(draft, task)) endRequest(draft, task);
  },
});

/** Whether the thread's call into the kernel has returned. */
const hasReturned = (s: State, task: TaskId): boolean =>
  s.workers[task].does === "calling" && s.tasks[task].at === "user";

/** The call succeeds. What it changed is visible to the kernel's own checks: the lock is needed for a grant only. */
export const returnFromCall = action("return from call", {
  parameters: { task: taskId },
  atomicUnder: "nothing but the thread's own progress; the lock is let go",
  source: `${TWO_STAGES}: “may require some careful locking”; deduced`,
  enabled: (s, { task }) => hasReturned(s, task),
  effect: (draft, { task }) => {
    const worker = draft.workers[task];
    if (worker.request === "change") endRequest(draft, task);
    else if (worker.request === "lease") worker.does = "to lease";
    else {
      worker.does = "to write";
      letGo(draft, task);
    }
  },
});

/** The client's data reach the file, and the description is closed. */
export const write = action("write", {
  parameters: { task: taskId },
  atomicUnder: "i_rwsem; that the file is closed a moment later only lets more be granted",
  source: "fs/read_write.c vfs_write, fs/file_table.c __fput, 6.12–6.18",
  enabled: (s, { task }) => s.workers[task].does === "to write" && s.tasks[task].at === "user",
  effect: (draft, { task }) => {
    closeFile(draft, task);
    endRequest(draft, task);
  },
});

/** Closes the description that a thread works with: no lease is set on it. */
export function closeFile(draft: Draft, task: TaskId): void {
  closeDescriptor(draft, groupOf(draft, task), known(draft.workers[task].file));
}
