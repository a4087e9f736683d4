import { expect, test } from "vitest";
import { searchNaively } from "../../bench/naive.js";
import { leaseBreak3 } from "../../bench/subjects.js";
import { countsOf, explored } from "../models/explored.js";
import { leaseBreak } from "../models/lease-break.js";

test("the naive search finds the same states and steps", async () => {
  const found = searchNaively(3);
  expect(found).toEqual(leaseBreak3.expected);
  const { states, transitions } = countsOf(await explored(leaseBreak, { scope: { tasks: 3 } }));
  expect(found).toEqual({ states, transitions });
});
