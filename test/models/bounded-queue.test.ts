import { expect, test } from "vitest";
import { boundedQueue } from "./bounded-queue.js";
import { countsOf, explored, troubles } from "./explored.js";

test.each([
  [1, 3],
  [2, 5],
  [3, 4],
])("a queue with %i senders and capacity %i has as many states as there are words", async (senders, capacity) => {
  const result = await explored(boundedQueue, { scope: { senders, capacity } });
  expect(troubles(result)).toEqual([]);
  const words = Array.from({ length: capacity + 1 }, (_, length) => senders ** length);
  const without = words.map((_, length) => (senders - 1) ** length);
  const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
  const sends = senders * sum(words.slice(0, -1));
  const takes = sum(words) - 1;
  const recalls = senders * (sum(words) - sum(without));
  expect(countsOf(result)).toEqual({ states: sum(words), transitions: sends + takes + recalls, depth: capacity });
});
