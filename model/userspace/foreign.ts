/** Processes beside the server. Each has one description at a time, and perhaps a lease on it, for which it asks nothing. */
import { boolean, oneOf } from "../../src/schema/schema.js";
import { beginLease, canReachLease } from "../leases/set.js";
import { groupOf, mayCall } from "../tasks.js";
import { canClose, closeDescriptor } from "../vfs/close.js";
import { attemptChange, metadataMustWait } from "../vfs/metadata.js";
import { beginOpen, canOpen } from "../vfs/open.js";
import { leaseOf } from "./leases.js";
import { serves } from "./server.js";
import { action, fileId, type State, type TaskId, taskId, theInode } from "./state.js";

const isForeign = (s: State, task: TaskId): boolean => mayCall(s, task) && !serves(s, task);
const hasNothingOpen = (s: State, task: TaskId): boolean =>
  s.groups[groupOf(s, task)].descriptors.every((count) => count === 0);

/** A foreign open(2). Opens for reading meet write leases only, and are what a lease can be set on. */
export const foreignOpen = action("foreign open", {
  parameters: { task: taskId, access: oneOf("read", "write"), blocking: boolean() },
  atomicUnder: "the increment of i_readcount or i_writecount; a full barrier follows",
  source: "fs/open.c do_dentry_open, i_readcount_inc and get_write_access, 6.12–6.18",
  when: ({ policy }, { access, blocking }) =>
    (!blocking || policy.foreignSleeps) && (access === "write" || policy.foreignLeases || policy.leases === "write"),
  enabled: (s, { task }) => isForeign(s, task) && hasNothingOpen(s, task) && canOpen(s, task),
  effect: (draft, { task, access, blocking }) =>
    beginOpen(draft, task, { inode: theInode(draft), access, truncating: false, blocking }),
});

/** A foreign lease. */
export const foreignLease = action("foreign set lease", {
  parameters: { task: taskId, file: fileId },
  atomicUnder: "flc_lock, which it keeps when a lease is to be inserted",
  source: "fs/locks.c generic_add_lease up to locks_insert_lock_ctx, 6.12–6.18",
  when: ({ policy }) => policy.foreignLeases,
  enabled: (s, { task, file }) =>
    isForeign(s, task) &&
    canReachLease(s, task, file) &&
    s.files[file].mode === "read" &&
    leaseOf(s, file) === undefined,
  effect: (draft, { task, file }) => beginLease(draft, task, file, "read", 0),
});

/** A foreign close(2), which gives a lease back as well. */
export const foreignClose = action("foreign close", {
  parameters: { task: taskId, file: fileId },
  atomicUnder: "files->file_lock; flc_lock",
  source: "fs/file_table.c __fput, fs/locks.c locks_remove_file, 6.12–6.18",
  enabled: (s, { task, file }) => isForeign(s, task) && canClose(s, groupOf(s, task), file),
  effect: (draft, { task, file }) => closeDescriptor(draft, groupOf(draft, task), file),
});

/** A foreign change by path, where leases are delegations. */
export const foreignChange = action("foreign change", {
  parameters: { task: taskId },
  atomicUnder: "i_rwsem and flc_lock",
  source: "fs/attr.c notify_change, try_break_deleg, 6.19",
  when: ({ delegations, policy }) => delegations && policy.foreignSleeps,
  enabled: (s, { task }) => isForeign(s, task) && hasNothingOpen(s, task) && !metadataMustWait(s, theInode(s)),
  effect: (draft, { task }) => {
    attemptChange(draft, task, theInode(draft));
  },
});
