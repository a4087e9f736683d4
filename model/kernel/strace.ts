/** Reads the text that `strace -f` writes, with and without `-t…`, `-T` and `-y`. */
import { LogError, linesOf, pidOf, shown } from "./log-error.js";
import { argumentsOf } from "./strace-arguments.js";

/** A system call from its first line to its last. */
export interface SystemCall {
  readonly pid: number;
  readonly name: string;
  /** As strace prints them; complete once the call is over. */
  arguments: readonly string[];
  /** `0`, `3</path>`, `-1 EAGAIN (…)`, `?`; `null` when the log ends before the call. */
  result: string | null;
}

/** What one line says. */
export type StraceEvent = {
  /** Counted from 1. */
  readonly line: number;
  /** Seconds, from whatever moment; `null` when the log has no times. */
  readonly time: number | null;
  readonly pid: number;
} & (
  | { readonly kind: "enters"; readonly call: SystemCall }
  | { readonly kind: "leaves"; readonly call: SystemCall }
  | { readonly kind: "signal"; readonly signal: string; readonly info: string }
  | { readonly kind: "exits" }
);

const PREFIX = /^(?:\[pid +(\d+)\] |(\d+) +)?(?:(\d\d):(\d\d):(\d\d(?:\.\d+)?) |(\d+\.\d+) )?/;
const CALL = /^(\w+)\(/;
const RESUMED = /^<\.\.\. (\w+) resumed>/;
const SIGNAL = /^--- (SIG\w+|stopped by SIG\w+) ?(.*) ---$/;
const EXIT =
  /^\+\+\+ (?:exited with -?\d+|killed by SIG\w+(?: \(core dumped\))?|superseded by execve in pid \d+) \+\+\+$/;
const CHATTER = /^(?:strace: |Process \d+ )/;

/** The events of a log, in its order. @throws LogError when it is no such log */
export function readStrace(text: string): StraceEvent[] {
  const events: StraceEvent[] = [];
  const under = new Map<number, SystemCall>();
  for (const [index, whole] of linesOf(text).entries()) {
    const line = index + 1;
    if (whole === "" || CHATTER.test(whole)) continue;
    const prefix = PREFIX.exec(whole) as RegExpExecArray;
    const pid = pidOf(prefix[1] ?? prefix[2] ?? "0", line);
    const time = timeOf(prefix);
    const rest = whole.slice(prefix[0].length);
    const at = { line, time, pid };
    const resumed = RESUMED.exec(rest);
    const signal = SIGNAL.exec(rest);
    const called = CALL.exec(rest);
    if (resumed !== null) {
      const call = under.get(pid);
      if (call === undefined || call.name !== resumed[1])
        throw new LogError(line, `${resumed[1]} of ${pid} goes on, but the log does not show it begin`);
      under.delete(pid);
      const body = bodyOf(rest.slice(resumed[0].length), line);
      call.arguments = [...call.arguments, ...argumentsOf(body.arguments)];
      call.result = body.result ?? "?";
      events.push({ ...at, kind: "leaves", call });
    } else if (signal !== null) {
      events.push({ ...at, kind: "signal", signal: signal[1] as string, info: signal[2] as string });
    } else if (EXIT.test(rest)) {
      under.delete(pid);
      events.push({ ...at, kind: "exits" });
    } else if (called !== null) {
      if (under.has(pid)) throw new LogError(line, `${pid} calls ${called[1]} inside ${under.get(pid)?.name}`);
      const body = bodyOf(rest.slice(called[0].length), line);
      const call: SystemCall = {
        pid,
        name: called[1] as string,
        arguments: argumentsOf(body.arguments),
        result: body.result,
      };
      events.push({ ...at, kind: "enters", call });
      if (body.result === null) under.set(pid, call);
      else events.push({ ...at, kind: "leaves", call });
    } else throw new LogError(line, `not a line of strace: ${shown(whole, 60)}`);
  }
  return events;
}

function timeOf(prefix: RegExpExecArray): number | null {
  if (prefix[6] !== undefined) return Number(prefix[6]);
  if (prefix[3] === undefined) return null;
  return Number(prefix[3]) * 3600 + Number(prefix[4]) * 60 + Number(prefix[5]);
}

const UNFINISHED = " <unfinished ...>";

/** Arguments and result of what follows a call's opening parenthesis; the result is `null` while it is under way. */
function bodyOf(text: string, line: number): { readonly arguments: string; readonly result: string | null } {
  if (text.endsWith(UNFINISHED)) return { arguments: text.slice(0, -UNFINISHED.length), result: null };
  const end = text.lastIndexOf(") = ");
  const padded = end >= 0 ? null : /\) +=/.exec(text);
  const at = end >= 0 ? end : (padded?.index ?? -1);
  if (at < 0) throw new LogError(line, "a call without a result");
  const result = text
    .slice(text.indexOf("=", at) + 1)
    .trim()
    .replace(/ <\d+\.\d+>$/, "");
  if (result === "") throw new LogError(line, "a call without a result");
  return { arguments: text.slice(0, at).replace(/ <unfinished \.\.\.>$/, ""), result };
}
