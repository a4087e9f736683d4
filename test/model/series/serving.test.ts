/** From boot to stop: the identity that the server passes is the thread group that its pool really made. */
import { describe, expect, it } from "vitest";
import type { State } from "../../../model/series/state.js";
import { series } from "../../../properties/scenarios.js";
import { instanceOf } from "../../../src/machine/instance.js";
import { type MachineChoice, machineOf } from "../../../src/machine/machine.js";
import { explore } from "../../../src/search/explore.js";
import { interpreter } from "../../../src/semantics/interpreter.js";
import { examineAll, reachable } from "../../search/symmetry.js";

const ONE = { ...series.scopes.quick, size: 1, clients: 1, localOperations: 0 };
const search = (choice: MachineChoice) => explore(machineOf(series, choice));
/** What is violated, and what is reached, with the number of steps. */
const shown = async (choice: MachineChoice): Promise<Readonly<Record<string, number>>> => {
  const { outcomes, deadlock, modelError, complete } = await search(choice);
  expect(modelError).toBeNull();
  expect(complete).toBe(true);
  const found = outcomes.flatMap(({ property, steps }) =>
    steps === null ? [] : [[property.name, steps.length] as const],
  );
  return Object.fromEntries([...found, ...(deadlock === null ? [] : [["no-deadlock", deadlock.length] as const])]);
};

describe("the whole series", () => {
  it("goes from boot to a kept delegation, and to the end of the service", async () => {
    expect(await shown({ scope: ONE })).toEqual({ "kept-delegation": 48, "served-and-stopped": 52 });
  });

  it("records in a lease the thread group of the kthreadd that the pool's group has", async () => {
    const machine = machineOf(series, { scope: ONE });
    const run = interpreter(machine);
    const { outcomes } = await explore(machine);
    const steps = outcomes.find(({ property }) => property.name === "kept-delegation")?.steps ?? [];
    let value = run.initial();
    for (const step of steps) {
      const instance = instanceOf(machine, step);
      if (instance === undefined) throw new Error(`no such step: ${step.action}`);
      value = run.apply(value, instance).value;
    }
    const state = run.view(value) as State;
    const leader = state.groups.first(({ main, phase }) => !main && phase === "live")?.task;
    expect(leader).toBeDefined();
    const owners: unknown[] = [];
    state.owners.forEach(({ tgids }) => {
      tgids.forEach((tgid) => {
        owners.push(tgid);
      });
    });
    expect(owners).toEqual([leader]);
  });

  it("has a process wait for ever behind a lease whose threads are gone (I7)", async () => {
    const scope = { ...series.scopes.quick, size: 1, clients: 1, operations: 1 };
    const found = await shown({ scope, bugs: ["I7"] });
    expect(Object.keys(found)).toEqual(expect.arrayContaining(["leases-end-with-their-group", "no-deadlock"]));
  });

  it("does the same whatever tasks, groups, services, clients, threads and files are called", () => {
    const machine = machineOf(series, { scope: { ...ONE, clients: 2 } });
    const some = reachable(machine).filter((_state, n) => n % 61 === 0);
    expect(some.length).toBeGreaterThan(20);
    expect(examineAll(machine, some)).toBeNull();
  });
});
