import { expect, test } from "vitest";
import { countsOf, explored, troubles } from "./explored.js";
import { leaseBreak } from "./lease-break.js";

test("lease break with 5 tasks has the counts that other checkers agree on", async () => {
  const result = await explored(leaseBreak, { scope: { tasks: 5 } });
  expect(troubles(result)).toEqual([]);
  // Other checkers count the initial state as generated too: 3,284,281.
  expect(countsOf(result)).toEqual({ states: 514_741, transitions: 3_284_281 - 1, depth: 21 });
});
