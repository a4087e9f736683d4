/** When, by the clock on the wall, the deadlines of a behaviour under way pass. */
import { isRunning, OLDEST } from "../clock.js";
import type { State } from "../state.js";

/** Milliseconds between two deadlines, so that one can pass without the other. */
export const APART = 120;
/** Milliseconds after a deadline by which everybody has noticed: a few jiffies. */
export const LATE = 45;

/** The deadlines that run, by lease and kind. All times are milliseconds. */
export class BreakTimes {
  private times = new Map<string, Asked>();
  private asked = new Set<string>();

  /** @param breakTime `fs.lease-break-time` in milliseconds */
  constructor(readonly breakTime: number) {}

  /** Takes notice of a state, reached by a call between two times. Returns whether a deadline was set in it. */
  note(s: State, began: number, ended: number): boolean {
    const times = new Map<string, Asked>();
    const asked = new Set<string>();
    let news = false;
    forEachDeadline(s, (key, pending, deadline) => {
      const fresh = pending && !this.asked.has(key);
      if (pending) asked.add(key);
      if (!isRunning(deadline)) return;
      times.set(key, (fresh ? undefined : this.times.get(key)) ?? { began, ended });
      news ||= fresh;
    });
    this.times = times;
    this.asked = asked;
    return news;
  }

  /**
   * Between which times the oldest deadline that runs passes; `null` when none does, or it is remembered by a sleeper only.
   * The kernel set it some time during a call: on a busy machine that is not at its beginning.
   */
  next(s: State): Passing | null {
    return this.passing(s, (deadline) => deadline === OLDEST);
  }

  /** The same of the one after the oldest. */
  afterNext(s: State): Passing | null {
    return this.passing(s, (deadline) => deadline > OLDEST);
  }

  private passing(s: State, which: (deadline: number) => boolean): Passing | null {
    let [earliest, latest] = [Number.POSITIVE_INFINITY, 0];
    forEachDeadline(s, (key, _, deadline) => {
      if (!which(deadline)) return;
      const { began, ended } = this.times.get(key) ?? { began: 0, ended: 0 };
      earliest = Math.min(earliest, began);
      latest = Math.max(latest, ended);
    });
    if (earliest === Number.POSITIVE_INFINITY) return null;
    return { earliest: earliest + this.breakTime, latest: latest + this.breakTime };
  }
}

/** When the call began and ended during which a deadline was set. */
interface Asked {
  readonly began: number;
  readonly ended: number;
}

/** When a deadline passes: not before, and not after. */
export interface Passing {
  readonly earliest: number;
  readonly latest: number;
}

/** Whether the oldest deadline that runs is one of a lease; one that only a sleeper remembers cannot be waited for. */
export function canWaitForDeadline(s: State): boolean {
  let can = false;
  forEachDeadline(s, (_key, _pending, deadline) => {
    can ||= deadline === OLDEST;
  });
  return can;
}

function forEachDeadline(s: State, each: (key: string, pending: boolean, deadline: number) => void): void {
  s.inodes.forEach((inode) => {
    inode.leases.forEach((lease) => {
      each(`unlock ${lease.file}`, lease.unlockPending, lease.breakTime);
      each(`downgrade ${lease.file}`, lease.downgradePending, lease.downgradeTime);
    });
  });
}
