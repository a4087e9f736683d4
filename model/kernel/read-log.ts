/** Reads a log of either format. */
import type { Histories } from "./history.js";
import { LogError, linesOf } from "./log-error.js";
import { readStrace } from "./strace.js";
import { straceHistories } from "./strace-history.js";

/** A log as histories of files. */
export interface ReadLog extends Histories {
  /** `strace` or `ftrace`. */
  readonly format: "strace" | "ftrace";
}

/** A line of the tracing file system, with or without a thread group: `comm-TID [cpu] flags time: event:`. */
const FTRACE = /^(?:# tracer:|\s*(?:\| )?\s*\S.*-\d+\s+(?:\(\s*[\d-]+\)\s+)?\[\d+\]\s+\S{4,6}\s+\d+\.\d+: )/;

/** Reads a log. @throws LogError when it is neither of strace nor of ftrace, or contradicts itself */
export function readLog(text: string): ReadLog {
  const first = linesOf(text).find((line) => line.trim() !== "");
  if (first === undefined) throw new LogError(1, "the log is empty");
  if (FTRACE.test(first)) throw new LogError(1, "logs of ftrace cannot be read yet");
  return { format: "strace", ...straceHistories(readStrace(text)) };
}
