/** Changing what a file contains: truncate(2), the truncation of O_TRUNC, and what breaks no lease. */
import { closeGaps } from "../clock.js";
import { timeOutLeases } from "../leases/modify.js";
import { action, type Draft, fileId, type InodeId, inodeId, known, type State, type TaskId, taskId } from "../state.js";
import { groupOf, mayCall, returnToUser } from "../tasks.js";
import { finishOpen } from "./after-break.js";
import { possesses } from "./references.js";

/** The first step of truncate(2): its count. */
export function beginTruncate(draft: Draft, task: TaskId, inode: InodeId): void {
  const self = draft.tasks[task];
  self.at = "counted";
  self.call = "truncate";
  self.inode = inode;
  self.blocking = true;
}

/** truncate(2) counts as a writer, from here to its end. */
export const truncate = action("truncate", {
  parameters: { task: taskId, inode: inodeId },
  atomicUnder: "the increment of i_writecount; a full barrier follows",
  source: "fs/open.c vfs_truncate, get_write_access, 6.12–6.18",
  when: ({ options }) => options.truncate,
  enabled: (s, { task }) => mayCall(s, task),
  effect: (draft, { task, inode }) => beginTruncate(draft, task, inode),
});

/** The file is cut, and the call is over. Leases set by F_SETLEASE are not looked at again. */
export const cut = action("cut", {
  parameters: { task: taskId },
  atomicUnder: "i_rwsem; the decrement of i_writecount that follows only lets more be granted",
  source: "fs/open.c do_truncate, fs/namei.c handle_truncate, 6.12–6.18",
  when: ({ options }) => options.truncate || options.openTruncate,
  enabled: (s, { task }) => s.tasks[task].at === "to truncate",
  effect: (draft, { task }) => {
    if (draft.tasks[task].call === "truncate") returnToUser(draft, task);
    else finishOpen(draft, task);
  },
});

/** Whether a scan for expiry would have to wait for flc_lock; it takes the lock only when there are leases. */
const mustWait = (s: State, inode: InodeId): boolean => s.inodes[inode].locked && s.inodes[inode].leases.length > 0;

/** Breaking delegations passes by leases, but scans them for expiry first, as every break does. */
function breakDelegations(draft: Draft, inode: InodeId): void {
  timeOutLeases(draft, inode);
  closeGaps(draft);
}

/** ftruncate through a descriptor (with or without a write): the leases were broken when it was opened. */
export const change = action("change data", {
  parameters: { task: taskId, file: fileId },
  atomicUnder: "i_rwsem; for the scan flc_lock",
  source: "fs/attr.c notify_change, try_break_deleg; fs/locks.c __break_lease, time_out_leases, 6.12–6.18",
  when: ({ options }) => options.data && (options.writing || options.readWrite),
  enabled: (s, { task, file }) =>
    mayCall(s, task) &&
    possesses(s, groupOf(s, task), file) &&
    (s.files[file].mode === "write" || s.files[file].mode === "read-write") &&
    !mustWait(s, known(s.files[file].inode)),
  effect: (draft, { file }) => breakDelegations(draft, known(draft.files[file].inode)),
});

/** chmod, chown, utimes, setxattr, link, unlink, rename: they break delegations, and never a lease set by F_SETLEASE. */
export const changeMetadata = action("change metadata", {
  parameters: { task: taskId, inode: inodeId },
  atomicUnder: "i_rwsem; for the scan flc_lock",
  source: "fs/attr.c notify_change, fs/namei.c try_break_deleg; fs/locks.c __break_lease, time_out_leases, 6.12–6.18",
  when: ({ options }) => options.metadata,
  enabled: (s, { task, inode }) => mayCall(s, task) && !mustWait(s, inode),
  effect: (draft, { inode }) => breakDelegations(draft, inode),
});
