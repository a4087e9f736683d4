/** Reads ftrace text of the `filelock` events, with and without thread groups (`record-tgid`). */
import { LogError, linesOf, pidOf, shown } from "./log-error.js";

/** One event about leases. */
export interface FtraceEvent {
  /** Counted from 1. */
  readonly line: number;
  /** Seconds. */
  readonly time: number;
  readonly pid: number;
  /** The thread group; `null` when the log does not tell. */
  readonly tgid: number | null;
  readonly name: string;
  /** The `key=value` pairs; of leases_conflict those of lease and breaker under `lease.` and `breaker.`. */
  readonly fields: ReadonlyMap<string, string>;
}

/** `comm-TID ( TGID) [cpu] flags SEC.USEC: event: …`; the name of the command may have blanks and dashes. */
const LINE = /^(?:\s*\|)?\s*\S.*?-(\d+)\s+(?:\(\s*(\d+|-+)\)\s+)?\[\d+\]\s+(?:\S{4,6}\s+)?(\d+\.\d+): (\w+): (.*)$/;

/** Whether a text looks like a line of ftrace, or the comment above such lines. */
export const isFtraceLine = (line: string): boolean => line.startsWith("# tracer:") || LINE.test(line);

/** The events of a log. @throws LogError when it is no such log */
export function readFtrace(text: string): FtraceEvent[] {
  const events: FtraceEvent[] = [];
  for (const [index, whole] of linesOf(text).entries()) {
    const line = index + 1;
    if (whole.trim() === "" || whole.startsWith("#")) continue;
    if (whole.length > 4096) throw new LogError(line, "longer than a line of ftrace can be");
    const match = LINE.exec(whole);
    if (match === null) {
      if (/^\s*\| \.\.\. \d+ more/.test(whole)) throw new LogError(line, "events were left out here");
      if (/^CPU:\d+ \[LOST \d+ EVENTS\]/.test(whole.trim())) throw new LogError(line, "events were lost here");
      throw new LogError(line, `not a line of ftrace: ${shown(whole, 60)}`);
    }
    const [, pid, group, time, name, rest] = match;
    events.push({
      line,
      time: Number(time),
      pid: pidOf(pid as string, line),
      tgid: group === undefined || group.startsWith("-") ? null : pidOf(group, line),
      name: name as string,
      fields: fieldsOf(name as string, rest as string),
    });
  }
  return events;
}

function fieldsOf(name: string, rest: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const add = (prefix: string, text: string): void => {
    for (const [, key, value] of text.matchAll(/(\w+)=(\S+?);?(?=\s|$)/g)) fields.set(prefix + key, value as string);
  };
  if (name !== "leases_conflict") add("", rest);
  else {
    const [lease = "", breaker = ""] = rest.split("; breaker=");
    fields.set("conflict", /^conflict ([01])/.exec(lease)?.[1] ?? "?");
    add("lease.", lease);
    add("breaker.", breaker);
  }
  return fields;
}
