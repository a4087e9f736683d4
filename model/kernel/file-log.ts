/** Gathers what a log tells about one file on disk. */
import type { Result } from "../outcome.js";
import type { Description } from "./descriptors.js";
import type { Asked, CallSeen, Happening, History } from "./history.js";

/** Where in a log something happens. */
export interface At {
  readonly line: number;
  readonly time: number | null;
}

/** The history of a file while it is gathered. */
export class FileLog {
  private readonly calls: CallSeen[] = [];
  private readonly happenings: Happening[] = [];
  /** Threads that are taken to be there at the start. */
  private readonly present: number[] = [];
  private readonly arrived = new Set<number>();
  private descriptions = 0;
  private live = 0;
  private mostLive = 0;
  /** Whether a lease was asked for: only then is there anything to judge. */
  leased = false;

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
    this.meet(pid);
    const call = this.calls.push({ pid, asked, makes: seen.makes ?? null, result: seen.result, text: seen.text }) - 1;
    this.happenings.push({ line: at.line, time: at.time, kind: "begins", call });
    return call;
  }

  ends(at: At, call: number): void {
    this.happenings.push({ line: at.line, time: at.time, kind: "ends", call });
  }

  signal(at: At, pid: number, description: number): void {
    this.happenings.push({ line: at.line, time: at.time, kind: "signal", pid, description });
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
    this.meet(pid);
    this.arrived.add(child);
    this.happenings.push({ line: at.line, time: at.time, kind, pid, child });
  }

  /** Whether a thread has come by {@link arrives}. */
  hasArrived(pid: number): boolean {
    return this.arrived.has(pid);
  }

  exiting(at: At, pid: number): void {
    if (this.knows(pid)) this.happenings.push({ line: at.line, time: at.time, kind: "exiting", pid });
  }

  private knows(pid: number): boolean {
    return this.arrived.has(pid) || this.present.includes(pid);
  }

  private meet(pid: number): void {
    if (!this.knows(pid)) this.present.push(pid);
  }

  /** @param groupOf the process of each thread, as it turned out at the end of the log */
  history(groupOf: (pid: number) => number): History {
    const pids = [...this.present, ...this.arrived];
    return {
      file: this.name,
      present: this.present.map((pid) => ({ pid, group: groupOf(pid) })),
      calls: this.calls,
      happenings: this.happenings,
      needs: { tasks: pids.length, groups: new Set(pids.map(groupOf)).size, files: this.mostLive },
    };
  }
}
