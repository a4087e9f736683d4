import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/index.js";
import { dieHard } from "./die-hard.js";
import { countsOf, explored, stepsOf } from "./explored.js";
import { plainSearch } from "./plain-search.js";

describe("die hard", () => {
  test("four gallons take six steps, which are a real solution", async () => {
    const result = await explored(dieHard);
    expect(result.limit).toBeNull();
    expect(stepsOf(result, "goal-measured")).toEqual([
      "fill big",
      "pour big into small",
      "empty small",
      "pour big into small",
      "fill big",
      "pour big into small",
    ]);
  });

  test("the search goes on after the solution: one jug is empty or full in each of the 16 states", async () => {
    const result = await explored(dieHard);
    const reached = 6 * 4 - 4 * 2;
    expect(countsOf(result)).toEqual({ states: reached, transitions: 6 * reached, depth: plain(5, 3).depth });
    expect(plain(5, 3).states).toBe(reached);
  });

  test("jugs of six and three gallons can never measure four", async () => {
    const result = await explored(dieHard, { scope: { big: 6, small: 3 } });
    expect(stepsOf(result, "goal-measured")).toBeNull();
    expect(countsOf(result)).toEqual(plain(6, 3));
    expect(result.states).toBe(6);
  });

  test("a goal that does not fit is refused", () => {
    expect(() => explored(dieHard, { scope: { big: 3 } })).toThrow(UsageError);
  });
});

function plain(big: number, small: number) {
  return plainSearch<readonly [number, number]>([0, 0], ([a, b]) => {
    const up = Math.min(b, big - a);
    const down = Math.min(a, small - b);
    return [
      [big, b],
      [a, small],
      [0, b],
      [a, 0],
      [a + up, b - up],
      [a - down, b + down],
    ];
  });
}
