import { describe, expect, test } from "vitest";
import { leaseCore } from "../../properties/scenarios.js";
import { explore, machineOf, type Scenario } from "../../src/index.js";
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
    expect(reduced.states).toBeLessThan(full.states);
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
    expect(symmetry?.examined).toBeGreaterThan(100);
  }
});

test("with B34 a thread group's id is more than a name", () => {
  const small = { tasks: 2, threads: 1, groups: 3, files: 1, writing: false, truncate: false, openTruncate: false };
  const machine = (symmetry: Scenario["symmetry"], bugs: readonly string[]) =>
    machineOf({ ...leaseCore, symmetry }, { scope: small, bugs });
  const always: Scenario["symmetry"] = () => leaseCore.symmetry({ faults: {} } as never);
  const refused = machine(always, ["B34"]);
  expect(examineAll(refused, reachable(refused))).toMatch(/not interchangeable .*"fork \(task=\d\)"/);
  for (const sound of [machine(always, []), machine(leaseCore.symmetry, ["B34"])])
    expect(examineAll(sound, reachable(sound))).toBeNull();
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
