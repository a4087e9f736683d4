/** Gathers what a log tells about one file on disk. */
import type { Result } from "../outcome.js";
import type { Description } from "./descriptors.js";
import type { Asked, CallSeen, Happening, History, Needs } from "./history.js";

/** Where in a log something happens. */
export interface At {
  readonly line: number;
  readonly time: number | null;
}

/** The history of a file while it is gathered. */
export class FileLog {
  private readonly calls: CallSeen[] = [];
  private readonly happenings: Happening[] = [];
  /** The threads that have to do with the file: those that the log shows made by another one of them, and the others. */
  private readonly arrived = new Set<number>();
  private readonly met = new Set<number>();
  private readonly gone = new Set<number>();
  private descriptions = 0;
  private live = 0;
  private mostLive = 0;
  /** Whether a lease was asked for: only then is there anything to judge. */
  leased = false;
  private unjudged: string | null = null;

  constructor(private readonly name: string) {}

  get size(): number {
    return this.happenings.length;
  }

  /** A new description, not open yet. */
  describe(inode: number): Description {
    this.live++;
    this.mostLive = Math.max(this.live, this.mostLive);
    return { inode, number: this.descriptions++, held: new Map() };
  }

  /** A description is no more. */
  forget(): void {
    this.live--;
  }

  /** A call begins. Returns what {@link ends} wants. */
  begins(
    at: At,
    pid: number,
    asked: Asked,
    seen: { readonly result: Result | null; readonly text: string; readonly makes?: number },
  ): number {
    this.meet(at, pid);
    const call = this.calls.push({ pid, asked, makes: seen.makes ?? null, result: seen.result, text: seen.text }) - 1;
    this.happenings.push({ line: at.line, time: at.time, kind: "begins", call });
    return call;
  }

  ends(at: At, call: number): void {
    this.happenings.push({ line: at.line, time: at.time, kind: "ends", call });
  }

  signal(at: At, pid: number, descriptions: readonly number[]): void {
    this.happenings.push({ line: at.line, time: at.time, kind: "signal", pid, descriptions });
  }

  /** What the log shows cannot be, whatever the state. */
  impossible(at: At, what: string, why: string): void {
    this.happenings.push({ line: at.line, time: at.time, kind: "impossible", what, why });
  }

  /** From here on the description may be closed, unseen. */
  mayClose(at: At, pid: number, description: number): void {
    this.happenings.push({ line: at.line, time: at.time, kind: "may close", pid, description });
  }

  /** By now the process has closed the description. */
  closed(at: At, pid: number, description: number): void {
    this.happenings.push({ line: at.line, time: at.time, kind: "closed", pid, description });
  }

  /** A process that has the file open forks, or one that was forked starts a thread. */
  arrives(at: At, kind: "forks" | "clones", pid: number, child: number): void {
    this.meet(at, pid);
    this.arrived.add(child);
    this.happenings.push({ line: at.line, time: at.time, kind, pid, child });
  }

  /** Whether a thread has come by {@link arrives}. */
  hasArrived(pid: number): boolean {
    return this.arrived.has(pid);
  }

  exiting(at: At, pid: number): void {
    if (this.knows(pid) && !this.gone.has(pid))
      this.happenings.push({ line: at.line, time: at.time, kind: "exiting", pid });
  }

  /**
   * A thread has exited. One that the others of its process do not know stays in its place until they are gone as well.
   * @param members the threads of its process
   * @param left those that are there still
   */
  exited(at: At, pid: number, members: readonly number[], left: readonly number[]): void {
    const here = members.filter((member) => this.knows(member) && !this.gone.has(member));
    const going =
      left.length === 0 ? here : here.includes(pid) && left.some((member) => this.knows(member)) ? [pid] : [];
    for (const member of going) {
      this.gone.add(member);
      this.happenings.push({ line: at.line, time: at.time, kind: "exits", pid: member });
    }
  }

  /** A new thread has this id. */
  reused(pid: number): void {
    if (this.gone.has(pid)) this.unjudge(`the system gave the id ${pid} to two threads`);
  }

  /** The file cannot be judged. */
  unjudge(why: string): void {
    this.unjudged ??= why;
  }

  private knows(pid: number): boolean {
    return this.arrived.has(pid) || this.met.has(pid);
  }

  private meet(at: At, pid: number): void {
    if (this.knows(pid)) return;
    this.met.add(pid);
    this.happenings.push({ line: at.line, time: at.time, kind: "comes", pid, group: pid });
  }

  /** @param groupOf the process of each thread, as it turned out at the end of the log */
  history(groupOf: (pid: number) => number): History {
    // The first thread of a process is its leader, here as in the model.
    const present = [...this.met]
      .map((pid) => ({ pid, group: groupOf(pid) }))
      .sort((a, b) => Number(b.pid === b.group) - Number(a.pid === a.group));
    const happenings = this.happenings.map((one) => (one.kind === "comes" ? { ...one, group: groupOf(one.pid) } : one));
    const atOnce = happenings.filter(({ kind }) => kind !== "comes");
    const files = this.mostLive;
    const early = needs(present, atOnce, groupOf, files);
    const rest = { file: this.name, calls: this.calls, unjudged: this.unjudged };
    if (early.tasks <= MOST_TASKS) return { ...rest, present, happenings: atOnce, needs: early };
    return { ...rest, present: [NOBODY], happenings, needs: needs([NOBODY], happenings, groupOf, files) };
  }
}

/** With more threads than this at the start, they come when they are met first. */
const MOST_TASKS = 6;
/** Who is there before anybody comes: whoever forks those that come. */
const NOBODY = { pid: -1, group: -1 } as const;

/** How many threads and processes there are at a time at most. */
function needs(
  present: History["present"],
  happenings: readonly Happening[],
  groupOf: (pid: number) => number,
  files: number,
): Needs {
  const groups = new Map<number, number>();
  const zombies = new Set<number>();
  let tasks = 0;
  let most = 0;
  let mostGroups = 0;
  const count = (group: number, by: 1 | -1): void => {
    tasks += by;
    const left = (groups.get(group) ?? 0) + by;
    groups.set(group, left);
    if (left === 0) {
      groups.delete(group);
      if (zombies.delete(group)) tasks--;
    }
    all.add(group);
    most = Math.max(most, tasks);
    mostGroups = Math.max(mostGroups, groups.size);
  };
  const all = new Set<number>();
  for (const { group } of present) count(group, 1);
  for (const one of happenings)
    if (one.kind === "comes") count(one.group, 1);
    else if (one.kind === "forks" || one.kind === "clones") count(groupOf(one.child), 1);
    else if (one.kind === "exits") {
      const group = groupOf(one.pid);
      // A leader keeps its place until its threads are gone.
      if (one.pid === group && (groups.get(group) ?? 0) > 1) {
        zombies.add(group);
        tasks++;
      }
      count(group, -1);
    }
  // The id of a process that is gone is taken as long as a lease names it.
  return { tasks: most, groups: Math.min(all.size, mostGroups + files), files };
}
