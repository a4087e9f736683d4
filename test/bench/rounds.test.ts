import { describe, expect, test } from "vitest";
import { AT_ONCE, atOnce } from "../../bench/at-once.js";
import type { Contestant, Measured, Measurement } from "../../bench/contestant.js";
import { LIVENESS, SAFETY } from "../../bench/leasecheck.js";
import { judge, measure, merge, spreadOf } from "../../bench/rounds.js";
import { leaseBreak5 } from "../../bench/subjects.js";

const run = (seconds: number, more: Partial<Measurement> = {}): Measurement => ({
  states: 514_741,
  transitions: 3_284_280,
  seconds,
  wall: seconds + 1,
  processor: seconds,
  peak: 1000,
  others: 0.1,
  ...more,
});
const contestant = (checker: Contestant["checker"], name: string, measured: () => Measurement): Contestant => ({
  name,
  checker,
  subject: leaseBreak5,
  full: true,
  run: async () => measured(),
});
const of = ({ name, checker, subject, full }: Contestant, ...runs: Measurement[]): Measured => ({
  name,
  checker,
  subject,
  full,
  runs,
});
const ours = contestant("leasecheck", "ours", () => run(1));
const slow = contestant("Spin", "slow", () => run(9));
const fast = contestant("Spin", "fast", () => run(2));

test("a spread has the middle, or the mean of the two in the middle", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ least: 1, median: 2, most: 3 });
  expect(spreadOf([4, 1, 2, 9])).toEqual({ least: 1, median: 3, most: 9 });
});

test("contestants run in turn, round after round", async () => {
  const order: string[] = [];
  const measured = await measure([ours, fast], 2, ({ name }, round) => order.push(`${name} ${round}`));
  expect(order).toEqual(["ours 0", "fast 0", "ours 1", "fast 1"]);
  expect(judge(measured)).toMatchObject({
    summaries: [{ name: "ours", repetitions: 2, seconds: { median: 1 } }, { name: "fast" }],
    wrong: [],
  });
});

test("what liveness takes is told in times of what safety does", () => {
  const safety = contestant("leasecheck", `leasecheck ${SAFETY}`, () => run(2));
  const liveness = contestant("leasecheck", `leasecheck ${LIVENESS}`, () => run(3));
  const { liveness: ratios } = judge([of(safety, run(2), run(4)), of(liveness, run(3), run(8)), of(ours, run(1))]);
  expect(ratios).toEqual([
    {
      subject: leaseBreak5.name,
      ours: liveness.name,
      theirs: safety.name,
      ratio: { least: 1.5, median: 1.75, most: 2 },
    },
  ]);
});

test("rounds of several benches are joined, also when they went through a file", () => {
  const first = [of(ours, run(1)), of(fast, run(2))];
  const second = JSON.parse(JSON.stringify([of(ours, run(3)), of(slow, run(9))]));
  expect(merge([first, second]).map(({ name, runs }) => [name, runs.map(({ seconds }) => seconds)])).toEqual([
    ["ours", [1, 3]],
    ["fast", [2]],
    ["slow", [9]],
  ]);
});

test("two searches at once take turns at the rate of both", async () => {
  const both = atOnce(
    { ...ours, name: "1 worker", run: async () => run(6) },
    contestant("leasecheck", "", () => run(8)),
  );
  expect(both.name).toBe(`${AT_ONCE}`);
  expect(await both.run()).toMatchObject({ seconds: 4, wall: 9, others: null });
});

describe("a judgement", () => {
  test("compares with the fastest mode of all, and with the fastest that is exact", () => {
    const compact = { ...of(fast, run(2)), name: "compact", exact: false };
    const { ratios } = judge([of(ours, run(1)), compact, of(slow, run(9)), of(fast, run(4))]);
    expect(ratios.map(({ theirs, ratio }) => [theirs, ratio.median])).toEqual([
      ["compact", 2],
      ["fast", 4],
    ]);
  });

  test("says what a second core brings, to two workers and to two searches", () => {
    const one = contestant("leasecheck", "1 worker, symmetry", () => run(6));
    const two = contestant("leasecheck", "2 workers, symmetry", () => run(4));
    const twice = contestant("other", AT_ONCE, () => run(3));
    const { cores } = judge([of(one, run(6), run(5)), of(two, run(4), run(5)), of(twice, run(3))]);
    expect(cores).toMatchObject([{ ours: two.name, theirs: one.name, ratio: { least: 1, most: 1.5 } }]);
    expect(judge([of({ ...one, name: "1 worker" }, run(6)), of(twice, run(3))]).cores).toMatchObject([
      { ours: AT_ONCE, theirs: "1 worker", ratio: { median: 2 } },
    ]);
  });

  test("compares ours with Spin's fastest, round by round", () => {
    const { ratios } = judge([
      of(ours, run(1), run(2), run(4)),
      of(slow, run(9), run(9), run(1)),
      of(fast, run(2), run(2), run(20)),
    ]);
    expect(ratios).toEqual([
      { subject: "lease-break 5", ours: "ours", theirs: "fast", ratio: { least: 1, median: 2, most: 5 } },
    ]);
  });

  test("names every count that is not the recorded one, once", () => {
    const few = run(1, { states: 9 });
    const silent = run(1, { transitions: null });
    expect(judge([of(ours, few, few, silent)]).wrong).toEqual(["ours, lease-break 5: 9 states instead of 514741"]);
  });

  test("does not hold a reduced search to the counts of the full one", () => {
    expect(judge([{ ...of(ours, run(1, { states: 9 })), full: false }]).wrong).toEqual([]);
  });

  test("keeps the worst memory and the worst disturbance", () => {
    const measured = of(ours, run(1), run(1, { peak: 3000, others: 0.5 }), run(1));
    expect(judge([measured]).summaries).toMatchObject([{ peak: 3000, others: 0.5 }]);
  });
});
