/**
 * `i_readcount` and `i_writecount`: how many opens and truncations an inode has. The kernel keeps them as counters; here
 * they are counted from the descriptions and calls that raise them, in the same step as the kernel does.
 */
import { define } from "../../src/machine/definition.js";
import type { FileId, InodeId, State, TaskId } from "../state.js";

/** Whether a call counts as a writer without having the file open for writing. */
const truncates = (s: State, call: string): boolean =>
  call === "truncate" || (call === "open truncating" && !s.constants.faults.B18);

const isCountedReader = define(({ files, constants }: State, key: FileId, inode: InodeId) => {
  const file = files[key];
  return (
    file.mode === "read" &&
    file.inode === inode &&
    (file.state === "open" || (file.state === "opening" && !constants.faults.B2))
  );
});

const isCountedWriter = define(({ files }: State, key: FileId, inode: InodeId) => {
  const file = files[key];
  return (
    (file.mode === "write" || file.mode === "read-write") &&
    file.inode === inode &&
    (file.state === "open" || file.state === "opening")
  );
});

const isCountedTruncation = define((s: State, key: TaskId, inode: InodeId) => {
  const task = s.tasks[key];
  return truncates(s, task.call) && task.inode === inode && task.at !== "restarting";
});

/** Read-only opens, those in progress included. With B2 an open in progress is not counted. */
export const readCount: (s: State, inode: InodeId) => number = define((s, inode) =>
  s.files.count((_, file) => isCountedReader(s, file, inode)),
);

/** Opens for writing and calls of truncate, those in progress included. */
export const writeCount: (s: State, inode: InodeId) => number = define(
  (s, inode) =>
    s.files.count((_, file) => isCountedWriter(s, file, inode)) +
    s.tasks.count((_, task) => isCountedTruncation(s, task, inode)),
);
