/** What all who read parts of an strace log have in common. */
import type { Tables } from "./descriptors.js";
import type { At, FileLog } from "./file-log.js";
import { shown } from "./log-error.js";
import type { FileNames } from "./strace-names.js";
import type { SystemCall } from "./system-call.js";

/** A log that is being read. */
export interface StraceReading {
  readonly names: FileNames;
  /** The descriptors of all processes, as they are now. */
  readonly tables: Tables;
  /** What happens to a file, by its inode. */
  file(inode: number): FileLog;
  /** What to do when a call returns. */
  later(call: SystemCall, then: (end: At) => void): void;
  /** Counts something that is left out, by what it is called. */
  skip(what: string): void;
}

/** A call as a person would read it in the log. */
export const textOf = ({ pid, name, arguments: given, result }: SystemCall): string =>
  shown(`${pid} ${name}(${given.join(", ")}) = ${result ?? "…"}`);
