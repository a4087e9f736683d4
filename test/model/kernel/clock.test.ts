/** Deadlines on the running kernel, and the faults of today's kernel shown by it. */
import { expect, test } from "vitest";
import { demonstrate, renumbered, wholeCalls } from "../../../model/kernel/demonstrate.js";
import { leaseCore } from "../../../properties/scenarios.js";
import type { Step } from "../../../src/machine/action.js";
import { UsageError } from "../../../src/machine/errors.js";
import { machineOf } from "../../../src/machine/machine.js";
import { actors, settledBreakTime } from "./kernel.js";

const program = await actors();
const why = typeof program === "string" ? ` (skipped: ${program})` : "";
const step = (action: string, parameters: Step["parameters"] = {}): Step => ({ action, parameters });
const open = (task: number, access: string, blocking: boolean): Step =>
  step("open", { task, inode: 0, access, truncating: false, blocking });

/** A write lease is downgraded at its deadline although its holder has taken it up again (B16). */
const STALE = [
  open(0, "read", true),
  step("set lease", { task: 0, file: 0, type: "write" }),
  open(0, "read", false),
  step("tick"),
  step("set lease", { task: 0, file: 0, type: "write" }),
  step("query lease", { task: 0, file: 0 }),
];

/** Carries out, or says why the clock cannot be set here. */
async function shown(commands: readonly Step[], mends: readonly string[] = []) {
  if (typeof program === "string") throw new Error(program);
  const before = settledBreakTime();
  try {
    return await demonstrate(machineOf(leaseCore, { mends }), program, commands);
  } catch (error) {
    if (error instanceof UsageError && error.code === "no-right") return null;
    throw error;
  } finally {
    expect(settledBreakTime()).toBe(before);
  }
}

test.skipIf(typeof program === "string")(`the kernel downgrades a lease unannounced (B16)${why}`, async (context) => {
  const run = await shown(STALE);
  if (run === null || run.overtaken) return context.skip("the clock cannot be set or kept here");
  expect(run.mismatch).toBeNull();
  expect(run.steps.at(-1)?.kernel).toMatch(/^read;/);
});

test.skipIf(typeof program === "string")(`the kernel contradicts: B16 mended${why}`, async (context) => {
  const run = await shown(STALE, ["B16"]);
  if (run === null || run.overtaken) return context.skip("the clock cannot be set or kept here");
  expect(run.mismatch?.differences.join()).toContain("kernel returned read");
});

test("calls that overlap in a behaviour are given whole, first in the order of their last steps", () => {
  const lease = step("set lease", { task: 1, file: 0, type: "read" });
  const rest = [step("insert lease", { task: 1 }), step("finish lease", { task: 1 })];
  const overlapping = [open(0, "read", true), lease, ...rest, step("test for leases", { task: 0 })];
  const last = step("tick");
  expect([...wholeCalls([...overlapping, last])]).toEqual([
    [lease, open(0, "read", true), last],
    [open(0, "read", true), lease, last],
  ]);
  expect([...wholeCalls([...overlapping, last], 1)]).toHaveLength(1);
});

test("with the calls in another order, files have other numbers", () => {
  const commands = [step("close", { task: 0, file: 0 }), step("close", { task: 1, file: 1 }), step("tick")];
  const files = [...renumbered(commands, 2)].map((renamed) => renamed.map(({ parameters }) => parameters.file));
  expect(files).toEqual([
    [0, 1, undefined],
    [1, 0, undefined],
  ]);
});
