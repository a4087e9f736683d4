/** Descriptors come and go: close, dup, and the end of a description with its lease. */
import { closeGaps } from "../clock.js";
import { remove } from "../leases/modify.js";
import { action, type Draft, type FileId, fileId, type GroupId, known, type State, taskId } from "../state.js";
import { groupOf, mayCall, returnToUser } from "../tasks.js";
import { freeFile } from "./after-break.js";
import { holdsLastReference, possesses } from "./references.js";

/** Whether locks_remove_file would have to wait for flc_lock; it takes the lock only when there are leases. */
const mustWait = (s: State, file: FileId): boolean => {
  const inode = s.inodes[known(s.files[file].inode)];
  return inode.locked && inode.leases.length > 0;
};

/** The last reference is gone: the lease is removed, the open is no longer counted. */
function release(draft: Draft, file: FileId): void {
  remove(draft, known(draft.files[file].inode), file);
  freeFile(draft, file);
  closeGaps(draft);
}

/** Whether a process can close a descriptor now. */
export const canClose = (s: State, group: GroupId, file: FileId): boolean =>
  possesses(s, group, file) && !(holdsLastReference(s, group, file) && mustWait(s, file));

/** The step that close(2) is. */
export function closeDescriptor(draft: Draft, group: GroupId, file: FileId): void {
  const last = holdsLastReference(draft, group, file);
  const { descriptors } = draft.groups[group];
  descriptors.set(file, descriptors.at(file) - 1);
  if (last) release(draft, file);
}

/**
 * close(2), also what exit does with each descriptor. Only the last reference to the description removes its lease; the
 * count of opens falls a moment after that, which only lets more be granted.
 */
export const close = action("close", {
  parameters: { task: taskId, file: fileId },
  atomicUnder: "files->file_lock; for the last reference flc_lock",
  source: "fs/file_table.c __fput, fs/locks.c locks_remove_file, 6.12–6.18",
  enabled: (s, { task, file }) => s.tasks[task].at === "user" && canClose(s, groupOf(s, task), file),
  effect: (draft, { task, file }) => closeDescriptor(draft, groupOf(draft, task), file),
});

/** F_SETLEASE returns after another thread has closed the descriptor it was given: its own reference was the last. */
export const releaseLate = action("release", {
  parameters: { task: taskId },
  atomicUnder: "flc_lock",
  source: "fs/fcntl.c fdput, fs/locks.c locks_remove_file, 6.12–6.18",
  when: ({ options }) => options.manyThreads,
  enabled: (s, { task }) => s.tasks[task].at === "to release" && !mustWait(s, known(s.tasks[task].file)),
  effect: (draft, { task }) => {
    const file = known(draft.tasks[task].file);
    returnToUser(draft, task);
    release(draft, file);
  },
});

/** dup(2): another descriptor of the same description. */
export const dup = action("dup", {
  parameters: { task: taskId, file: fileId },
  atomicUnder: "files->file_lock",
  source: "fs/file.c ksys_dup, 6.12–6.18",
  when: ({ options }) => options.dup,
  enabled: (s, { task, file }) => mayCall(s, task) && s.groups[groupOf(s, task)].descriptors.at(file) === 1,
  effect: (draft, { task, file }) => draft.groups[groupOf(draft, task)].descriptors.set(file, 2),
});
