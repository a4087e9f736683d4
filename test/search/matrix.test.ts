/** The same answers with one thread and several, in memory and on disk, in one go and taken up again, kept in full and not. */
import { describe, expect, test } from "vitest";
import { allWays } from "./matrix.js";
import { randomMachine, shapeOf } from "./random-machine.js";

const first = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** Large enough for the disk, and small enough to be searched a dozen times. */
const seeds = Array.from({ length: 1000 }, (_, n) => first + n)
  .filter((seed) => shapeOf(seed).side >= 15 && shapeOf(seed).side <= 17)
  .slice(0, 1);

describe(`random machines from seed ${first} on`, () => {
  test.each(seeds)("seed %i", async (seed) => {
    const { machine, source } = randomMachine(seed);
    expect((await allWays(machine, source)).states).toBeGreaterThan(0);
  });
});
