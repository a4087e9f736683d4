/** Tours of made-up graphs: everything is taken once, deadlines are avoided, and what never comes about is given up. */
import { expect, test } from "vitest";
import type { MacroStep } from "../../../model/kernel/situations.js";
import { type Graph, Tour } from "../../../model/kernel/tour.js";

/** A graph by where the steps of each situation lead; the instance -1 is a deadline. */
const graph = (ends: readonly (readonly (readonly number[])[])[], deadlines: readonly string[] = []): Graph => ({
  machine: { instances: [] } as never,
  count: ends.length,
  at: (situation) => ({
    steps: (ends[situation] ?? []).map((to, step) => ({
      instance: deadlines.includes(`${situation}/${step}`) ? -1 : situation * 10 + step,
      to,
    })),
  }),
  passes: ({ instance }: MacroStep) => instance === -1,
});

/** Follows a tour until it is over; the first end of a step is the one that comes about. */
function follow(tour: Tour, of: Graph): string[] {
  const gone: string[] = [];
  while (!tour.isOver && gone.length < 1000) {
    let at = 0;
    for (let leg = tour.leg(at); leg !== null && gone.length < 1000; leg = tour.leg(at)) {
      gone.push(`${leg.situation}/${leg.step}`);
      const [end] = of.at(at).steps[leg.step]?.to ?? [];
      at = end as number;
      tour.went(leg, at);
    }
    gone.push("again");
  }
  return gone;
}

const RING = [
  [[1], [0]],
  [[2], [0]],
  [[3], [0]],
  [[0], [0]],
];

test("takes every step, those that stay first", () => {
  const ring = graph(RING);
  const tour = new Tour(ring);
  const gone = follow(tour, ring);
  expect(new Set(gone.filter((leg) => leg !== "again"))).toEqual(
    new Set(["0/0", "0/1", "1/0", "1/1", "2/0", "2/1", "3/0", "3/1"]),
  );
  expect(gone[0]).toBe("0/1");
  expect(tour.progress).toEqual({ situations: 4, steps: 8, taken: 8 });
});

test("begins anew where nothing leads on", () => {
  const fork = graph([[[1], [2]], [], []]);
  expect(follow(new Tour(fork), fork)).toEqual(["0/0", "again", "0/1", "again"]);
});

test("goes round a deadline that it has no need to wait for", () => {
  const detour = graph([[[2], [1], [0]], [[2]], [[2], [0]]], ["0/0"]);
  const tour = new Tour(detour, (situation) => situation === 2);
  expect(follow(tour, detour)).not.toContain("0/0");
  expect(tour.progress.taken).toBe(2);
});

test("gives up a situation to which nothing leads in the end, and says what is left there", () => {
  const machine = { instances: Array.from({ length: 30 }, (_, n) => ({ action: { name: `step ${n}` } })) };
  const chancy = { ...graph([[[0, 1]], [[0]]]), machine: machine as never };
  const tour = new Tour(chancy);
  expect(follow(tour, chancy).length).toBeLessThan(20);
  expect(tour.progress).toEqual({ situations: 2, steps: 2, taken: 1 });
  expect([...tour.left()].map(({ action }) => action.name)).toEqual(["step 10"]);
});

test("waits for no deadline where none can pass", () => {
  const behind = graph([[[1]], [[0]]], ["0/0"]);
  const tour = new Tour(behind, (situation) => situation === 1, false);
  expect(tour.isOver).toBe(true);
});
