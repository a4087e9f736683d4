import { expect, test } from "vitest";
import { countsOf, explored, troubles } from "./explored.js";
import { leaseBreak } from "./lease-break.js";

test("lease break with 6 tasks has the counts that other checkers agree on", async () => {
  const result = await explored(leaseBreak, { scope: { tasks: 6 } });
  expect(troubles(result)).toEqual([]);
  expect(countsOf(result)).toEqual({ states: 5_625_135, transitions: 42_402_313 - 1, depth: 22 });
});
