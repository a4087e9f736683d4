/** Reads ftrace text of the `filelock` events, with and without thread groups (`record-tgid`). */
import { LogError, pidOf, shown } from "./log-error.js";
import { copied } from "./log-lines.js";

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

/** Events about leases, and how often there were others. */
export interface FtraceLog {
  readonly events: readonly FtraceEvent[];
  readonly others: ReadonlyMap<string, number>;
}

/** The events about leases: one a step under flc_lock, or several. include/trace/events/filelock.h. */
const FOLLOWED: ReadonlySet<string> = new Set([
  "generic_add_lease",
  "generic_delete_lease",
  "time_out_leases",
  "leases_conflict",
  "break_lease_block",
  "break_lease_noblock",
  "break_lease_unblock",
]);
/** The names of those events, as tracefs has them below `events/filelock`. */
export const leaseEvents: readonly string[] = [...FOLLOWED];

/** More events are not kept. */
const MOST_EVENTS = 500_000;

/** The events of a log. @throws LogError when it is no such log, or says that events were lost */
export function readFtrace(lines: Iterable<string>): FtraceLog {
  const events: FtraceEvent[] = [];
  const others = new Map<string, number>();
  let line = 0;
  for (const whole of lines) {
    line++;
    if (whole.trim() === "") continue;
    if (whole.startsWith("#")) {
      const [, kept, written] = /entries-in-buffer\/entries-written: (\d+)\/(\d+)/.exec(whole) ?? [];
      if (kept !== written)
        throw new LogError(line, `events were lost: the buffer kept ${kept} of ${written}; make buffer_size_kb larger`);
      continue;
    }
    if (whole.length > 4096) throw new LogError(line, "longer than a line of ftrace can be");
    const match = LINE.exec(whole);
    if (match === null) {
      if (/^\s*\| \.\.\. \d+ more/.test(whole)) throw new LogError(line, "events were left out here");
      if (/^CPU:\d+ \[LOST \d+ EVENTS\]/.test(whole.trim())) throw new LogError(line, "events were lost here");
      throw new LogError(line, `not a line of ftrace: ${shown(whole, 60)}`);
    }
    const [, pid, group, time, name = "", rest = ""] = match;
    if (!FOLLOWED.has(name)) {
      const count = others.get(name);
      others.set(count === undefined ? copied(name) : name, (count ?? 0) + 1);
      continue;
    }
    events.push({
      line,
      time: Number(time),
      pid: pidOf(pid as string, line),
      tgid: group === undefined || group.startsWith("-") ? null : pidOf(group, line),
      name: copied(name),
      fields: fieldsOf(name, copied(rest)),
    });
    if (events.length > MOST_EVENTS) throw new LogError(line, `more than ${MOST_EVENTS} events about leases`);
  }
  return { events, others };
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
