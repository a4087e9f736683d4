/** When deadlines of leases were set, as far as the times of a log tell, and when they can have passed. */
import { OLDEST } from "../clock.js";
import type { State } from "../state.js";

/** The time between two events of a log. */
export interface Interval {
  /** Seconds; `null` when the log has no times. */
  readonly from: number | null;
  readonly to: number | null;
  /** The least seconds that a holder has to answer. */
  readonly breakTime: number;
}

/**
 * When, at the earliest, the leases got their deadlines: for each of the model's descriptions those to unlock and to
 * downgrade, 0 where none is set.
 */
export type AskedTimes = readonly (readonly [unlock: number, downgrade: number])[];

/** Jiffies are no finer than this, in seconds; nor are the times of a log. */
const ROUNDING = 0.02;

/** What is known after a step that was taken after `from`. */
export function askedAfter(asked: AskedTimes, before: State, after: State, { from }: Interval): AskedTimes {
  const now = from ?? 0;
  let changed = false;
  const next = asked.map(([unlock, downgrade], file): readonly [number, number] => {
    const lease = leaseOf(after, file);
    const earlier = leaseOf(before, file);
    const set: readonly [number, number] = [
      lease === null || lease.breakTime === 0 ? 0 : earlier?.unlockPending === true ? unlock : now,
      lease === null || lease.downgradeTime === 0
        ? 0
        : earlier?.downgradePending === true || !lease.downgradePending
          ? downgrade
          : now,
    ];
    changed ||= set[0] !== unlock || set[1] !== downgrade;
    return set;
  });
  return changed ? next : asked;
}

/** Why the clock cannot have passed the oldest deadline yet; `null` when it can. */
export function tooEarly(asked: AskedTimes, before: State, { to, breakTime }: Interval): string | null {
  if (to === null) return null;
  let early: string | null = null;
  before.inodes.forEach((inode) => {
    inode.leases.forEach((lease) => {
      const [unlock = 0, downgrade = 0] = asked[lease.file] ?? [];
      for (const [deadline, set] of [
        [lease.breakTime, unlock],
        [lease.downgradeTime, downgrade],
      ] as const)
        if (deadline === OLDEST && to - set < breakTime - ROUNDING)
          early = `the holder was asked at most ${(to - set).toFixed(3)} s before, and has ${breakTime} s at least`;
    });
  });
  return early;
}

interface Pending {
  readonly unlockPending: boolean;
  readonly downgradePending: boolean;
  readonly breakTime: number;
  readonly downgradeTime: number;
}

/** A copy: views are dead after the step. */
function leaseOf(s: State, file: number): Pending | null {
  let found: Pending | null = null;
  s.inodes.forEach((inode) => {
    const lease = inode.leases.first((one) => one.file === file);
    if (lease === undefined) return;
    const { unlockPending, downgradePending, breakTime, downgradeTime } = lease;
    found = { unlockPending, downgradePending, breakTime, downgradeTime };
  });
  return found;
}
