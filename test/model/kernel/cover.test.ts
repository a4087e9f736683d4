/** The graph of macro steps and its cover: counted in the model, and carried out on the running kernel. */
import { expect, test } from "vitest";
import { coverAll } from "../../../model/kernel/cover-pass.js";
import { allUpTo, countBehaviours } from "../../../model/kernel/depth-pass.js";
import { Situations } from "../../../model/kernel/situations.js";
import { leaseCore } from "../../../properties/scenarios.js";
import { machineOf } from "../../../src/machine/machine.js";
import { actors } from "./kernel.js";

const SMALL = { tasks: 2, groups: 2, files: 1, fork: false, exit: false } as const;
const machine = machineOf(leaseCore, { scope: SMALL });
const program = await actors();
const why = typeof program === "string" ? ` (skipped: ${program})` : "";
const kernelTest = test.skipIf(typeof program === "string");
const required = (): Exclude<typeof program, string> => {
  if (typeof program === "string") throw new Error(program);
  return program;
};

function explored(clock: boolean): Situations {
  const situations = new Situations(machine, clock);
  while (situations.explore(100));
  return situations;
}

test("without deadlines there is what can be reached without any passing", () => {
  const timeless = explored(false);
  const all = explored(true);
  expect(all.count).toBeGreaterThan(timeless.count);
  expect(all.timeless().size).toBe(timeless.count);
});

test("behaviours are counted as the paths of the graph", () => {
  const situations = explored(false);
  const first = situations.at(0).steps;
  const second = first.flatMap(({ to }) => to.flatMap((end) => situations.at(end).steps));
  expect(countBehaviours(situations, 1)).toEqual({ all: first.length, longest: first.length });
  const paths = second.reduce((n, { to }) => n + to.length, 0);
  expect(countBehaviours(situations, 2)).toEqual({ all: first.length + paths, longest: paths });
});

kernelTest(`every command in every situation of a small scope${why}`, async () => {
  const situations = explored(false);
  const options = { sideBySide: 4, length: 60, maxSeconds: 50 };
  const { steps, taken, complete, mismatch } = await coverAll(machine, situations, required(), options);
  expect(mismatch).toBeNull();
  expect(complete).toBe(true);
  expect(taken).toBe(steps);
  expect(steps).toBeGreaterThan(150);
});

kernelTest(`a cover of a wrong model ends at a mismatch, shrunk${why}`, async () => {
  const wrong = machineOf(leaseCore, { scope: { tasks: 2 }, mends: ["B18"] });
  const options = { sideBySide: 2, length: 60, maxSeconds: 50 };
  const { found, mismatch } = await coverAll(wrong, new Situations(wrong, false), required(), options);
  expect(mismatch?.commands.length).toBeLessThanOrEqual(4);
  expect(mismatch?.commands.length).toBeLessThanOrEqual(found?.commands.length ?? 0);
});

kernelTest(`all behaviours of two calls${why}`, async () => {
  const result = await allUpTo(machine, new Situations(machine, false), required(), { depth: 2, sideBySide: 2 });
  expect(result.mismatch).toBeNull();
  expect(result.behaviours).toBe(result.longest);
  expect(result.elsewhere).toBe(0);
});
