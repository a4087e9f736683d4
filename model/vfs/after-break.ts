/** What a call does once no lease is in its way any more. */
import { type Draft, type FileId, known, type TaskId } from "../state.js";
import { groupOf, returnToUser } from "../tasks.js";

/** The call goes on: to its truncation, to the point of no return of execve, or back to user space. */
export function afterBreak(draft: Draft, task: TaskId): void {
  const self = draft.tasks[task];
  if (self.call === "open" && draft.constants.faults.B2 && draft.files[known(self.file)].mode === "read")
    self.at = "to count";
  else if (self.call === "open") finishOpen(draft, task);
  else if (self.call === "exec") self.at = "to replace";
  else if (self.call === "change metadata") self.at = "to redo";
  else self.at = "to truncate";
}

/** The description is ready and the process gets its descriptor. No other process can see it before. */
export function finishOpen(draft: Draft, task: TaskId): void {
  const file = known(draft.tasks[task].file);
  draft.files[file].state = "open";
  draft.groups[groupOf(draft, task)].descriptors.set(file, 1);
  returnToUser(draft, task);
}

/** The description is gone. */
export function freeFile(draft: Draft, file: FileId): void {
  draft.files.set(file, { state: "free", mode: "read", inode: null });
}
