/** Who is there, as far as an strace log shows: threads that come and go, and whose descriptors they use. */
import { Tables } from "./descriptors.js";
import type { At, FileLog } from "./file-log.js";
import type { StraceEvent } from "./strace.js";
import { madeBy } from "./strace-calls.js";
import type { SystemCall } from "./system-call.js";

/** The threads of a log, and the files that they know. */
export class Processes {
  readonly tables: Tables;
  /** Whether the log shows how threads come to be. */
  readonly recorded: boolean;
  /** How many threads the log shows made, but not at work: of those it tells nothing. */
  readonly unheard: number;
  /** Threads that the log shows come to be, and the call that makes them. */
  private readonly births = new Map<number, SystemCall>();
  /** Threads that the log has lines of. */
  private readonly heard = new Set<number>();
  private readonly alive = new Set<number>();
  /** Threads that do nothing any more before they exit. */
  private readonly leaving = new Set<number>();
  private readonly lastActs: ReadonlySet<number>;

  constructor(
    events: readonly StraceEvent[],
    private readonly files: { [Symbol.iterator](): Iterator<FileLog> },
    private readonly fileOf: (inode: number) => FileLog,
  ) {
    for (const event of events) {
      this.heard.add(event.pid);
      const child = event.kind === "enters" ? madeBy(event.call) : null;
      if (child !== null && event.kind === "enters") this.births.set(child, event.call);
    }
    this.unheard = [...this.births.keys()].filter((pid) => !this.heard.has(pid)).length;
    this.recorded = this.births.size > 0 || (events[0]?.kind === "enters" && events[0].call.name === "execve");
    this.tables = new Tables(this.recorded);
    this.lastActs = lastActs(events);
  }

  /** Before an event is read: its thread is there, if the log shows it made. */
  before(event: StraceEvent): void {
    this.born(event.pid, event);
  }

  /** After an event was read. */
  after(event: StraceEvent, index: number): void {
    if (this.lastActs.has(index)) this.leaves(event, event.pid);
    if (event.kind === "exits" || event.kind === "becomes") this.exited(event, event.pid);
  }

  /** A call has made a thread. */
  forked(call: SystemCall, at: At): void {
    const child = madeBy(call);
    if (child !== null) this.born(child, at);
  }

  private born(pid: number, at: At): void {
    const call = this.births.get(pid);
    if (call === undefined || call.pid === pid) {
      this.alive.add(pid);
      return;
    }
    this.births.delete(pid);
    this.born(call.pid, at);
    for (const file of this.files) file.reused(pid);
    this.alive.add(pid);
    const line = { line: at.line, time: at.time };
    const flags = call.arguments.join();
    if (flags.includes("CLONE_THREAD")) {
      this.tables.join(call.pid, pid);
      for (const file of this.files) if (file.hasArrived(call.pid)) file.arrives(line, "clones", call.pid, pid);
      return;
    }
    const copied = this.tables.fork(call.pid, pid);
    for (const inode of new Set(copied.map(({ inode }) => inode))) {
      const file = this.fileOf(inode);
      if (flags.includes("CLONE_FILES")) file.unjudge("two processes share their descriptors (CLONE_FILES)");
      if (!this.heard.has(pid)) file.unjudge(`the log does not show what process ${pid} does, which has it open`);
      file.arrives(line, "forks", call.pid, pid);
    }
  }

  /** From here on the thread does nothing but exit; when all of its process do, what they have open may go. */
  private leaves(at: At, pid: number): void {
    this.leaving.add(pid);
    const members = this.membersOf(pid);
    if (!members.every((member) => this.leaving.has(member))) return;
    for (const file of this.files) for (const member of members) file.exiting(at, member);
  }

  private exited(at: At, pid: number): void {
    if (!this.recorded) return;
    // One that is killed before it does anything.
    if (!this.leaving.has(pid)) this.leaves(at, pid);
    const members = this.membersOf(pid);
    this.alive.delete(pid);
    const left = members.filter((member) => member !== pid && this.alive.has(member));
    for (const file of this.files) file.exited(at, pid, members, left);
    if (left.length > 0) return;
    for (const description of this.tables.end(pid)) this.fileOf(description.inode).forget();
  }

  private membersOf(pid: number): number[] {
    const group = this.tables.groupOf(pid);
    return [...this.heard].filter((other) => this.tables.groupOf(other) === group && !this.births.has(other));
  }
}

/** For each thread that exits the last event before: from there on it may be on its way out. */
function lastActs(events: readonly StraceEvent[]): Set<number> {
  const latest = new Map<number, number>();
  const found = new Set<number>();
  for (const [index, { kind, pid }] of events.entries()) {
    const before = latest.get(pid);
    if (kind === "exits" && before !== undefined) found.add(before);
    latest.set(pid, index);
  }
  return found;
}
