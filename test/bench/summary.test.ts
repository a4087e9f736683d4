import { describe, expect, test } from "vitest";
import type { Case } from "../../bench/cases.js";
import type { Measurement } from "../../bench/measure.js";
import { summarise } from "../../bench/summary.js";
import { machineOf } from "../../src/index.js";
import { dieHard } from "../models/die-hard.js";

const counts = { states: 10, transitions: 60, depth: 3 };
const dice: Case = { name: "die hard", machine: () => machineOf(dieHard), expected: counts };
const measured = (seconds: number, more: Partial<Measurement> = {}): Measurement => ({
  ...counts,
  complete: true,
  seconds,
  bytes: 240,
  peak: 1000,
  ...more,
});

describe("a summary", () => {
  test("gives the median and the extremes", () => {
    const summary = summarise(dice, [measured(3), measured(1, { peak: 2000 }), measured(2)]);
    expect(summary).toMatchObject({ seconds: 2, rate: { least: 20, median: 30, most: 60 }, bytesPerState: 24 });
    expect(summary).toMatchObject({ repetitions: 3, peak: 2000, wrong: [] });
    expect(summarise(dice, [measured(1), measured(2)]).seconds).toBe(1.5);
  });

  test("names every count that is not the recorded one, and a search that did not end", () => {
    const { wrong } = summarise(dice, [measured(1), measured(1, { states: 9, complete: false })]);
    expect(wrong).toEqual(["the search did not end", "states: 9 instead of 10"]);
  });
});
