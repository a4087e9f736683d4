/** What strace prints before each call: whose line it is, and when. */
import { pidOf } from "./log-error.js";

const PREFIX =
  /^(?:\[pid +(\d+)(?:<[^>]*>)?\] |(\d+)(?:<[^>]*>)? +)?(?:(\d\d):(\d\d):(\d\d(?:\.\d+)?) | *(\d+\.\d+) )?(?:\(\+ +\d+\.\d+\) )?/;
const DAY = 86_400;
/** No log was written in the first years of the epoch: smaller times count from the line before (`-r`). */
const RELATIVE = 1e8;

/** The beginning of a line, taken apart. */
export interface Prefix {
  /** Digits of `[pid 123]`, which strace prints on the terminal while it follows several threads. */
  readonly bracketed: string | null;
  /** Digits of the column that `-o` with `-f` has. */
  readonly column: string | null;
  /** Seconds, from whatever moment; `null` when there is no time. */
  readonly time: number | null;
  /** What follows. */
  readonly rest: string;
}

/** Reads times of all forms, over midnight too. */
export class StraceClock {
  private last: number | null = null;
  private days = 0;

  prefix(line: string): Prefix {
    const match = PREFIX.exec(line);
    const [whole = "", bracketed = null, column = null, hours, minutes, seconds, decimal] = match ?? [];
    let time: number | null = null;
    if (decimal !== undefined) {
      time = Number(decimal);
      if (time < RELATIVE) time += this.last ?? 0;
    } else if (hours !== undefined) {
      time = this.days + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
      if (this.last !== null && time < this.last - DAY / 2) {
        this.days += DAY;
        time += DAY;
      }
    }
    if (time !== null) this.last = time;
    return { bracketed, column, time, rest: line.slice(whole.length) };
  }
}

const ATTACHED = /(?:strace: )?Process (\d+)(?:<[^>]*>)? attached$/;
const CHATTER = /^(?:strace: |Process \d+ )/;

/**
 * Whose line it is. On the terminal strace names the thread only while it follows several, and puts its own remarks into
 * the middle of a line.
 */
export class StraceThreads {
  /** Threads other than the first that are there. */
  private readonly others = new Set<number>();
  /** Threads that a call has made. */
  private readonly made = new Set<number>();
  private head: string | null = null;
  /** Whether there is a first process: strace did not begin by attaching to one that was there. */
  private hasRoot: boolean | null = null;
  /** The process that strace began with; 0 as long as the log does not name it. */
  root = 0;

  /** The lines of calls that a line of text completes. */
  unbroken(line: string, number: number): string[] {
    const found: string[] = [];
    let text = line;
    if (this.head !== null) {
      if (/^(?: <unfinished|[,)])/.test(text)) text = this.head + text;
      else found.push(`${this.head} <unfinished ...>`);
      this.head = null;
    }
    const attached = ATTACHED.exec(text);
    if (attached !== null && (attached.index === 0 || !/\) += |^\W*--- /.test(text))) {
      this.others.add(pidOf(attached[1] as string, number));
      if (attached.index > 0) this.head = text.slice(0, attached.index);
      else this.hasRoot ??= false;
    } else if (text !== "" && !CHATTER.test(text)) found.push(text);
    if (found.length > 0) this.hasRoot ??= true;
    return found;
  }

  /**
   * The thread of a line.
   * @param forking whether the first process is just making another one
   * @throws LogError for an id that no thread has
   */
  pidOf({ bracketed, column }: Prefix, line: number, forking: boolean): number {
    if (column !== null) return pidOf(column, line);
    if (bracketed === null) {
      const [left = this.root] = this.others;
      return this.hasRoot === true ? this.root : left;
    }
    const pid = pidOf(bracketed, line);
    if (pid === this.root || this.others.has(pid)) return pid;
    if (this.root !== 0 || forking || this.made.has(pid) || this.hasRoot === false) this.others.add(pid);
    else this.root = pid;
    return pid;
  }

  makes(pid: number): void {
    this.made.add(pid);
  }

  exits(pid: number): void {
    this.others.delete(pid);
    if (pid === this.root) this.hasRoot = false;
  }
}
