import { expect, test } from "vitest";
import { derive, rngOf } from "../../src/random/rng.js";

const draw = (seed: string, below: number, times: number): number[] => {
  const rng = rngOf(seed);
  return Array.from({ length: times }, () => rng.below(below));
};

// These numbers are a promise: a seed that somebody wrote down must give the same run with every later version.
test("a seed gives the same numbers for ever", () => {
  expect(draw("7", 100, 12)).toMatchInlineSnapshot(`
    [
      36,
      0,
      18,
      50,
      16,
      11,
      32,
      30,
      82,
      45,
      69,
      60,
    ]
  `);
  expect(draw("", 2 ** 32, 3)).toMatchInlineSnapshot(`
    [
      715789690,
      2091287642,
      486307,
    ]
  `);
  expect([derive("7", 0), derive("7", 1)]).toMatchInlineSnapshot(`
    [
      "19b6554daa8a89aa",
      "d3d2f5798ea0625e",
    ]
  `);
});

test("numbers stay below their bound and reach all of it", () => {
  expect(new Set(draw("a", 6, 1000))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  expect(new Set(draw("a", 1, 10))).toEqual(new Set([0]));
});

test("parts of a run have seeds of their own", () => {
  const seeds = Array.from({ length: 1000 }, (_, n) => derive("7", n));
  expect(new Set(seeds).size).toBe(1000);
  expect(seeds[1]).not.toBe(derive("71", 0));
});

test("two sources do not disturb each other, nor Math.random", () => {
  const alone = draw("7", 100, 6);
  const [one, other] = [rngOf("7"), rngOf("8")];
  const between = Array.from({ length: 6 }, () => {
    other.below(10);
    Math.random();
    return one.below(100);
  });
  expect(between).toEqual(alone);
});
