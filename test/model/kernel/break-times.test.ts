/** When deadlines pass, as far as is known from outside: between the ends of the call that set them. */
import { expect, test } from "vitest";
import { BreakTimes } from "../../../model/kernel/break-times.js";
import type { State } from "../../../model/state.js";

const lease = (breakTime: number, downgradeTime: number) => ({
  file: 0,
  unlockPending: breakTime > 0,
  downgradePending: downgradeTime > 0,
  breakTime,
  downgradeTime,
});
const stateWith = (breakTime: number, downgradeTime: number): State =>
  ({ inodes: [{ leases: [lease(breakTime, downgradeTime)] }] }) as never;

test("a deadline passes no earlier than its call began, and no later than it ended, plus the break time", () => {
  const times = new BreakTimes(1000);
  expect(times.note(stateWith(0, 2), 10, 25)).toBe(true);
  expect(times.next(stateWith(0, 2))).toEqual({ earliest: 1010, latest: 1025 });
  expect(times.afterNext(stateWith(0, 2))).toBeNull();
});

test("one that is known already keeps its times, and the next one has its own", () => {
  const times = new BreakTimes(1000);
  times.note(stateWith(0, 2), 10, 25);
  expect(times.note(stateWith(3, 2), 200, 230)).toBe(true);
  expect(times.note(stateWith(3, 2), 300, 310)).toBe(false);
  expect(times.next(stateWith(3, 2))).toEqual({ earliest: 1010, latest: 1025 });
  expect(times.afterNext(stateWith(3, 2))).toEqual({ earliest: 1200, latest: 1230 });
});

test("what has passed is waited for no longer", () => {
  const times = new BreakTimes(1000);
  times.note(stateWith(0, 2), 10, 25);
  times.note(stateWith(0, 1), 1100, 1110);
  expect(times.next(stateWith(0, 1))).toBeNull();
});
