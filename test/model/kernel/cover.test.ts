/** Covering the macro-step graph: of a made-up graph, and of a small scope on the running kernel. */
import { expect, test } from "vitest";
import { Cover } from "../../../model/kernel/cover.js";
import { coverAll } from "../../../model/kernel/cover-pass.js";
import { leaseCore } from "../../../properties/scenarios.js";
import { machineOf } from "../../../src/machine/machine.js";
import { actors } from "./kernel.js";

/** A ring of four with a way back to its start; commands 0 and 1. */
const GRAPH: Readonly<Record<string, readonly string[]>> = {
  a: ["b", "a"],
  b: ["c", "a"],
  c: ["d", "a"],
  d: ["a", "a"],
};

test("goes to the nearest situation with a command that was not given, until there is none", () => {
  const cover = new Cover();
  let at = "a";
  for (let n = 0; n < 100; n++) {
    const command = cover.next(at, [0, 1]);
    if (command === undefined) break;
    const to = GRAPH[at]?.[command] as string;
    cover.led(at, command, to);
    at = to;
  }
  expect(cover.progress).toEqual({ situations: 4, open: 8, given: 8 });
  expect(cover.next("a", [0, 1])).toBeUndefined();
});

const program = await actors();
const why = typeof program === "string" ? ` (skipped: ${program})` : "";

test.skipIf(typeof program === "string")(`every command in every situation of a small scope${why}`, async () => {
  if (typeof program === "string") throw new Error(program);
  const machine = machineOf(leaseCore, { scope: { tasks: 2, groups: 2, files: 1, fork: false, exit: false } });
  const { open, given, mismatch } = await coverAll(machine, program, { sideBySide: 4, length: 60, maxSeconds: 50 });
  expect(mismatch).toBeNull();
  expect(given).toBe(open);
  expect(open).toBeGreaterThan(200);
});
