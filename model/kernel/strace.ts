/**
 * Reads the text that `strace` writes: with and without `-f`, `-t…`, `-r`, `-T`, `-y…` and `-Y`, to a file or to the
 * terminal. strace(1).
 */
import { LogError, pidOf, shown } from "./log-error.js";
import { copied } from "./log-lines.js";
import { argumentsOf } from "./strace-arguments.js";
import { FORKS, madeBy } from "./strace-calls.js";
import { StraceClock, StraceThreads } from "./strace-prefix.js";
import type { SystemCall } from "./system-call.js";

/** What one line says. */
export type StraceEvent = {
  /** Counted from 1. */
  readonly line: number;
  /** Seconds, from whatever moment; `null` when the log has no times. */
  readonly time: number | null;
  readonly pid: number;
} & (
  | { readonly kind: "enters" | "leaves"; readonly call: SystemCall }
  | { readonly kind: "signal"; readonly signal: string; readonly info: string }
  /** The last that a thread does before its end, when that is none of the calls that are followed. */
  | { readonly kind: "acts" }
  | { readonly kind: "exits" }
  /** A thread other than the leader has called execve, and goes on under the leader's id. */
  | { readonly kind: "becomes"; readonly leader: number }
);

/** The events about the calls that are followed, and how often each other call was made. */
export interface StraceLog {
  readonly events: readonly StraceEvent[];
  readonly others: ReadonlyMap<string, number>;
}

/** More events are not kept. */
const MOST_EVENTS = 500_000;
const CALL = /^(\w+)\(/;
const RESUMED = /^<\.\.\. (\w+) resumed>/;
const SIGNAL = /^--- (SIG\w+|stopped by SIG\w+) ?(.*) ---$/;
const EXIT = /^\+\+\+ (?:exited with -?\d+|killed by SIG\w+(?: \(core dumped\))?) \+\+\+$/;
const SUPERSEDED = /^\+\+\+ superseded by execve in pid (\d+)(?:<[^>]*>)? \+\+\+$/;
const UNFINISHED = / <unfinished \.\.\.>$| <pid changed to \d+(?:<[^>]*>)? \.\.\.>$/;

/** The events of a log, in its order. @throws LogError when it is no such log */
export function readStrace(lines: Iterable<string>, followed: ReadonlySet<string>): StraceLog {
  const reader = new StraceReader(followed);
  for (const line of lines) reader.read(line);
  return reader.log();
}

interface UnderWay {
  readonly name: string;
  /** `null` for calls that are not followed. */
  readonly call: SystemCall | null;
}

interface Inserted {
  readonly event: StraceEvent;
  /** How many events stand before it. */
  readonly before: number;
}

class StraceReader {
  private readonly events: StraceEvent[] = [];
  private readonly others = new Map<string, number>();
  private readonly under = new Map<number, UnderWay>();
  /** The last line of each thread that made no event. */
  private readonly acts = new Map<number, Inserted>();
  private readonly inserted: Inserted[] = [];
  private readonly clock = new StraceClock();
  private readonly threads = new StraceThreads();
  private line = 0;

  constructor(private readonly followed: ReadonlySet<string>) {}

  read(whole: string): void {
    this.line++;
    for (const text of this.threads.unbroken(whole, this.line)) this.take(text);
  }

  log(): StraceLog {
    const events: StraceEvent[] = [];
    const inserted = this.inserted.sort((a, b) => a.before - b.before);
    let next = 0;
    for (const [index, event] of this.events.entries()) {
      for (; inserted[next]?.before === index; next++) events.push((inserted[next] as Inserted).event);
      events.push(event);
    }
    const { root } = this.threads;
    return { events: root === 0 ? events : events.map((event) => rooted(event, root)), others: this.others };
  }

  private take(whole: string): void {
    const { line } = this;
    const prefix = this.clock.prefix(whole);
    const { rest } = prefix;
    const resumed = RESUMED.exec(rest);
    const forking = resumed === null && FORKS.has(this.under.get(0)?.name ?? "");
    const pid = this.threads.pidOf(prefix, line, forking);
    const at = { line, time: prefix.time, pid };
    const called = CALL.exec(rest);
    if (resumed !== null) this.resumes(at, resumed[1] as string, rest.slice(resumed[0].length));
    else if (called !== null) this.enters(at, called[1] as string, rest.slice(called[0].length));
    else {
      const signal = SIGNAL.exec(rest);
      const superseded = SUPERSEDED.exec(rest);
      if (signal !== null)
        this.keep({ ...at, kind: "signal", signal: copied(signal[1] as string), info: copied(signal[2] as string) });
      else if (EXIT.test(rest)) {
        this.threads.exits(pid);
        this.under.delete(this.key(pid));
        const last = this.acts.get(pid);
        if (last !== undefined) this.inserted.push(last);
        this.acts.delete(pid);
        this.keep({ ...at, kind: "exits" });
      } else if (superseded !== null) {
        const other = pidOf(superseded[1] as string, line);
        const call = this.under.get(this.key(other));
        this.under.delete(this.key(other));
        if (call !== undefined) this.under.set(pid, call);
        this.keep({ ...at, pid: other, kind: "becomes", leader: pid });
      } else throw new LogError(line, `not a line of strace: ${shown(whole, 60)}`);
    }
  }

  private resumes(at: At, name: string, rest: string): void {
    const key = this.key(at.pid);
    const under = this.under.get(key);
    if (under === undefined || under.name !== name)
      throw new LogError(at.line, `${name} of ${at.pid} goes on, but the log does not show it begin`);
    this.under.delete(key);
    const { call } = under;
    if (call === null) {
      this.acted(at);
      return;
    }
    const body = bodyOf(copied(rest), at.line);
    call.arguments = [...call.arguments, ...argumentsOf(body.arguments)];
    call.result = body.result ?? "?";
    this.made(call);
    this.keep({ ...at, kind: "leaves", call });
  }

  private enters(at: At, name: string, rest: string): void {
    const under = this.under.get(this.key(at.pid));
    if (under !== undefined) throw new LogError(at.line, `${at.pid} calls ${name} inside ${under.name}`);
    if (!this.followed.has(name)) {
      if (UNFINISHED.test(rest)) this.under.set(at.pid, { name: copied(name), call: null });
      const count = this.others.get(name);
      this.others.set(count === undefined ? copied(name) : name, (count ?? 0) + 1);
      this.acted(at);
      return;
    }
    const body = bodyOf(copied(rest), at.line);
    const call: SystemCall = {
      pid: at.pid,
      name: copied(name),
      arguments: argumentsOf(body.arguments),
      result: body.result,
    };
    this.keep({ ...at, kind: "enters", call });
    this.made(call);
    if (body.result === null) this.under.set(at.pid, { name: call.name, call });
    else this.keep({ ...at, kind: "leaves", call });
  }

  /** The first process was thread 0 before the log named it. */
  private key(pid: number): number {
    return pid === this.threads.root && this.under.has(0) ? 0 : pid;
  }

  private made(call: SystemCall): void {
    const child = madeBy(call);
    if (child !== null) this.threads.makes(child);
  }

  private acted(at: At): void {
    this.acts.set(at.pid, { event: { ...at, kind: "acts" }, before: this.events.length });
  }

  private keep(event: StraceEvent): void {
    this.acts.delete(event.pid);
    if (this.events.push(event) > MOST_EVENTS)
      throw new LogError(event.line, `more than ${MOST_EVENTS} events about files and processes`);
  }
}

interface At {
  readonly line: number;
  readonly time: number | null;
  readonly pid: number;
}

/** The same event, and if it is one of the first process with the id that the log told only later. */
function rooted(event: StraceEvent, pid: number): StraceEvent {
  if (event.pid !== 0) return event;
  if (event.kind === "enters" || event.kind === "leaves") event.call.pid = pid;
  return { ...event, pid };
}

/** Arguments and result of what follows a call's opening parenthesis; the result is `null` while it is under way. */
function bodyOf(text: string, line: number): { readonly arguments: string; readonly result: string | null } {
  const unfinished = UNFINISHED.exec(text);
  if (unfinished !== null) return { arguments: text.slice(0, unfinished.index), result: null };
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
