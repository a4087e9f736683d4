/** Clients, threads and files of `delegations` are mere names. Every design, and every state: symmetry.full.test.ts. */
import { expect, it } from "vitest";
import { delegations } from "../../../properties/scenarios.js";
import { machineOf } from "../../../src/machine/machine.js";
import type { Scenario } from "../../../src/machine/scenario.js";
import { bothWays, decided, examineAll, reachable, wrongBehaviours } from "../../search/symmetry.js";
import { SMALL, symmetricScopes } from "./symmetric-scopes.js";

it.each(symmetricScopes)("%s: states do not differ from their twins in more than names", (_, kinds, scope) => {
  const machine = machineOf(delegations, { design: "tgid-locked", scope });
  expect(machine.symmetry.map(({ name }) => name)).toEqual(kinds);
  const some = reachable(machine).filter((_state, n) => n % 13 === 0);
  expect(some.length).toBeGreaterThan(20);
  expect(examineAll(machine, some)).toBeNull();
});

it("the same verdicts with and without symmetry, and real behaviours", async () => {
  const scope = { ...SMALL, openWrite: false, operations: 2 };
  const { reduced, full } = await bothWays(machineOf(delegations, { design: "tgid", scope }));
  expect(decided(reduced)).toEqual(decided(full));
  expect(decided(reduced)["delegation-promise-kept"]).toBe(13);
  expect(wrongBehaviours(reduced)).toEqual([]);
  expect(reduced.states).toBeLessThan(full.states / 3);
});

it("with D2 threads are told apart: a free one keeps the name that it last ran under", () => {
  const scope = { ...SMALL, oldClients: 1, setAttributes: true, openWrite: false };
  const machine = (symmetry: Scenario["symmetry"]) =>
    machineOf({ ...delegations, symmetry }, { scope, design: "task-field", bugs: ["D2"] });
  const always: Scenario["symmetry"] = () => delegations.symmetry({ faults: {} } as never);
  const states = reachable(machine(always)).slice(0, 400);
  expect(examineAll(machine(always), states)).toMatch(/not interchangeable/);
  const declared = machine(delegations.symmetry);
  expect(declared.symmetry.map(({ name }) => name)).toEqual(["client"]);
  expect(examineAll(declared, states)).toBeNull();
});
