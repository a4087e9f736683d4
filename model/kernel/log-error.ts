/** What is wrong with a log as a text. */
import { UsageError } from "../../src/machine/errors.js";

/** A log that cannot be read: not of its format, or beyond what a log may be. Code `bad-log`. */
export class LogError extends UsageError {
  constructor(
    /** Counted from 1. */
    readonly line: number,
    problem: string,
  ) {
    super("bad-log", `line ${line}: ${problem}`);
  }
}

/** The largest process id that Linux gives out (`PID_MAX_LIMIT`). */
const LARGEST_PID = 4_194_304;

/** A process or thread id. @throws LogError when no kernel gives it out */
export function pidOf(digits: string, line: number): number {
  const pid = Number(digits);
  if (!Number.isSafeInteger(pid) || pid < 0 || pid > LARGEST_PID)
    throw new LogError(line, `no process has the id ${shown(digits.slice(0, 40))}`);
  return pid;
}

/** A piece of a log as it can be shown on a terminal: without control characters, and not too long. */
export function shown(text: string, most = 160): string {
  const short = text.length > most ? `${text.slice(0, most)}…` : text;
  return short.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029\ufffd]/gu,
    (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`,
  );
}
