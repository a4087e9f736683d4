import { expect, test } from "vitest";
import { countsOf, explored, troubles } from "./explored.js";
import { twoPhaseCommit } from "./two-phase-commit.js";

test.each([
  [8, { states: 1_745_408, transitions: 18_507_777, depth: 25 }],
  [9, { states: 10_340_352, transitions: 123_558_401, depth: 28 }],
])("two-phase commit with %i managers has the known counts", async (managers, counts) => {
  const result = await explored(twoPhaseCommit, { scope: { managers } });
  expect(troubles(result)).toEqual([]);
  expect(countsOf(result)).toEqual(counts);
});
