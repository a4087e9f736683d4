/** When, by the clock on the wall, the deadlines of a behaviour under way pass. */
import { isRunning, OLDEST } from "../clock.js";
import type { State } from "../state.js";

/** Milliseconds between two deadlines, so that one can pass without the other. */
export const APART = 120;
/** Milliseconds after a deadline by which everybody has noticed: a few jiffies. */
export const LATE = 45;

/** The deadlines that run, by lease and kind. All times are milliseconds. */
export class BreakTimes {
  private times = new Map<string, number>();
  private asked = new Set<string>();

  /** @param breakTime `fs.lease-break-time` in milliseconds */
  constructor(readonly breakTime: number) {}

  /** Takes notice of a state, reached by a call that began at a time. Returns whether a deadline was set in it. */
  note(s: State, at: number): boolean {
    const times = new Map<string, number>();
    const asked = new Set<string>();
    let news = false;
    forEachDeadline(s, (key, pending, deadline) => {
      const fresh = pending && !this.asked.has(key);
      if (pending) asked.add(key);
      if (!isRunning(deadline)) return;
      times.set(key, fresh ? at : (this.times.get(key) ?? at));
      news ||= fresh;
    });
    this.times = times;
    this.asked = asked;
    return news;
  }

  /** When the oldest deadline that runs passes; `null` when none does, or it is remembered by a sleeper only. */
  next(s: State): number | null {
    return this.earliest(s, (deadline) => deadline === OLDEST);
  }

  /** When the one after the oldest passes; `null` when none does. */
  afterNext(s: State): number | null {
    return this.earliest(s, (deadline) => deadline > OLDEST);
  }

  private earliest(s: State, which: (deadline: number) => boolean): number | null {
    let oldest: number | null = null;
    forEachDeadline(s, (key, _, deadline) => {
      if (which(deadline)) oldest = Math.min(oldest ?? Number.POSITIVE_INFINITY, this.times.get(key) ?? 0);
    });
    return oldest === null ? null : oldest + this.breakTime;
  }
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
