/** What the program guesses of its command line before it has read it. */
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { helpersNamed } from "../../src/cli/early.js";
import { runAlone } from "./cli.js";

const most = availableParallelism();

test.each([
  ["check", 0],
  ["check lease-core --workers 1", 0],
  ["check lease-core --workers 2", Math.min(1, most - 1)],
  ["check lease-core --workers=2 --quiet", Math.min(1, most - 1)],
  ["check --workers 2 --workers 1", 0],
  ["check --workers 1000000", most - 1],
  ["check --workers", 0],
  ["check --workers two", 0],
  ["check --workers 1.5", 0],
  ["check --workers -3", 0],
  ["random --workers 2", 0],
  ["", 0],
])("%s: %s helpers", (words, helpers) => {
  expect(helpersNamed(words.split(" "))).toBe(helpers);
});

test("helpers that there is nothing for end with the program", async () => {
  const { status, stderr } = await runAlone(["check", "--workers", "2", "--no-such-option"]);
  expect([status, stderr]).toEqual([2, "leasecheck: unknown option '--no-such-option' [unknown-option]\n"]);
});
