/**
 * `i_readcount` and `i_writecount`: how many opens and truncations an inode has. The kernel keeps them as counters; here
 * they are counted from the descriptions and calls that raise them, in the same step as the kernel does.
 */
import type { InodeId, State } from "../state.js";

/** Read-only opens, those in progress included. With B2 an open in progress is not counted. */
export const readCount = (s: State, inode: InodeId): number =>
  s.files.count(
    (file) =>
      file.mode === "read" &&
      file.inode === inode &&
      (file.state === "open" || (file.state === "opening" && !s.constants.faults.B2)),
  );

/** Opens for writing and calls of truncate, those in progress included. */
export const writeCount = (s: State, inode: InodeId): number =>
  s.files.count(
    (file) =>
      (file.mode === "write" || file.mode === "read-write") &&
      file.inode === inode &&
      (file.state === "open" || file.state === "opening"),
  ) + s.tasks.count((task) => task.inode === inode && task.at !== "restarting" && truncates(s, task.call));

/** Whether a call counts as a writer without having the file open for writing. */
const truncates = (s: State, call: string): boolean =>
  call === "truncate" || (call === "open truncating" && !s.constants.faults.B18);
