import { describe, expect, test } from "vitest";
import { countsOf, explored, troubles } from "./explored.js";
import { twoPhaseCommit } from "./two-phase-commit.js";

describe("two-phase commit", () => {
  test.each([
    [3, 288],
    [5, 8_832],
    [6, 50_816],
    [7, 296_448],
  ])("with %i managers has %i states and is consistent", async (managers, states) => {
    const result = await explored(twoPhaseCommit, { scope: { managers } });
    expect(troubles(result)).toEqual([]);
    expect(result.states).toBe(states);
    if (managers === 7) expect(countsOf(result)).toEqual({ states, transitions: 2_744_705, depth: 22 });
  });
});
