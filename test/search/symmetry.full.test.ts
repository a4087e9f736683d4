import { describe, expect, test } from "vitest";
import { leaseCore } from "../../properties/scenarios.js";
import { explore, machineOf } from "../../src/index.js";
import { models } from "../models/index.js";
import { leaseBreak } from "../models/lease-break.js";
import { bothWays, decided, examineAll, reachable, wrongBehaviours } from "./symmetry.js";

const variants = [
  ...leaseCore.designs.map(({ name }) => ({ design: name })),
  ...["B1", "B3", "B34", "I1"].map((bug) => ({ design: "tgid", bugs: [bug] })),
  { mends: ["B16", "B17"] },
];

describe("lease-core at its quick scope", () => {
  test.each(variants)("%o: the same verdicts and lengths, real behaviours", async (choice) => {
    const { reduced, full } = await bothWays(machineOf(leaseCore, { ...choice, scope: "quick" }));
    expect(decided(reduced)).toEqual(decided(full));
    expect(wrongBehaviours(reduced)).toEqual([]);
    expect(reduced.states * 2).toBeLessThan(full.states);
  });
});

test.each([
  { tasks: 3, processes: 2, groups: 3, clone: true },
  { tasks: 2, files: 3, inodes: 2, dup: true, readWrite: true },
  { tasks: 3, signals: "handler", masks: true, kill: true, data: true, metadata: true },
  { tasks: 2, exec: true, path: true, deadlines: false, signals: "restarting handler" },
])("the ids of lease-core are interchangeable in scope %o", async (scope) => {
  for (const { design } of leaseCore.designs.map(({ name }) => ({ design: name }))) {
    const { modelError, symmetry } = await explore(machineOf(leaseCore, { scope, design }), { maxStates: 150_000 });
    expect(modelError).toBeNull();
    expect(symmetry?.examined).toBeGreaterThan(300);
  }
});

test("with B34 a thread group's id is more than a name", async () => {
  const machine = machineOf(leaseCore, { scope: { groups: 3, processes: 2 }, bugs: ["B34"] });
  expect(machine.symmetry.map(({ name }) => name)).toEqual(["task", "file"]);
  const all = { ...leaseCore, symmetry: () => leaseCore.symmetry({ faults: {} } as never) };
  const { modelError } = await explore(machineOf(all, { scope: { groups: 3, processes: 2 }, bugs: ["B34"] }));
  expect(modelError?.message).toMatch(/not interchangeable/);
});

test("every state of the models is like its twins", () => {
  for (const model of models) {
    const machine = machineOf(model, { scope: "quick" });
    if (machine.symmetry.length > 0) expect(examineAll(machine, reachable(machine))).toBeNull();
  }
});

test.each([
  [5, 73_685],
  [6, 149_293],
])("lease break with %i tasks has %i states up to symmetry", async (tasks, states) => {
  const result = await explore(machineOf(leaseBreak, { scope: { tasks } }));
  expect(result.complete).toBe(true);
  expect(result.states).toBe(states);
  expect(result.outcomes.map(({ steps }) => steps)).toEqual([null, null]);
});
