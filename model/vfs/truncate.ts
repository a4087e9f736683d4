/** Changing what a file contains: truncate(2), the truncation of O_TRUNC, and what breaks no lease. */
import { action, fileId, inodeId, taskId } from "../state.js";
import { groupOf, mayCall, returnToUser } from "../tasks.js";
import { finishOpen } from "./after-break.js";
import { possesses } from "./references.js";

/** truncate(2) counts as a writer, from here to its end. */
export const truncate = action("truncate", {
  parameters: { task: taskId, inode: inodeId },
  atomicUnder: "the increment of i_writecount; a full barrier follows",
  source: "fs/open.c vfs_truncate, get_write_access, 6.12–6.18",
  when: ({ options }) => options.truncate,
  enabled: (s, { task }) => mayCall(s, task),
  effect: (draft, { task, inode }) => {
    const self = draft.tasks[task];
    self.at = "counted";
    self.call = "truncate";
    self.inode = inode;
    self.blocking = true;
  },
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

/** write or ftruncate through a descriptor: the leases were broken when it was opened. */
export const change = action("change data", {
  parameters: { task: taskId, file: fileId },
  atomicUnder: "i_rwsem",
  source: "fs/attr.c notify_change, try_break_deleg only, 6.12–6.18",
  when: ({ options }) => options.data && (options.writing || options.readWrite),
  enabled: (s, { task, file }) =>
    mayCall(s, task) &&
    possesses(s, groupOf(s, task), file) &&
    (s.files[file].mode === "write" || s.files[file].mode === "read-write"),
  effect: () => {},
});

/** chmod, chown, utimes, setxattr, link, unlink, rename: they break delegations, and never a lease set by F_SETLEASE. */
export const changeMetadata = action("change metadata", {
  parameters: { task: taskId, inode: inodeId },
  atomicUnder: "i_rwsem",
  source: "fs/attr.c notify_change, fs/namei.c try_break_deleg; fs/locks.c leases_conflict, 6.12–6.18",
  when: ({ options }) => options.metadata,
  enabled: (s, { task }) => mayCall(s, task),
  effect: () => {},
});
