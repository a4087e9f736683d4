import { expect, test } from "vitest";
import { explored, stepsOf, troubles } from "./explored.js";
import { readersWriters } from "./readers-writers.js";

test.each([2, 3, 5])("a lock for %i readers and writers", async (threads) => {
  const result = await explored(readersWriters, { scope: { threads } });
  expect(troubles(result)).toEqual([]);
  // Each thread is idle, waits to read, waits to write or reads; or one writes and the others do not read.
  expect(result.states).toBe(4 ** threads + threads * 3 ** (threads - 1));
  expect(stepsOf(result, "readers-share")).toHaveLength(4);
});
