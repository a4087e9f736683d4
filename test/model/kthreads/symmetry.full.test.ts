/** Tasks, groups and creators are mere names, where there are several of each; symmetry changes no verdict. */
import { expect, it } from "vitest";
import { serviceThreads, threadGroups } from "../../../properties/scenarios.js";
import { machineOf } from "../../../src/machine/machine.js";
import { bothWays, decided, examineAll, reachable, wrongBehaviours } from "../../search/symmetry.js";

const QUIET = { kill: false, limits: false, signals: false } as const;

it.each([
  ["two creators", threadGroups, { ...QUIET, park: false, otherFlags: false }],
  ["two services", serviceThreads, QUIET],
] as const)("%s: states do not differ from their twins in more than names", (_, scenario, scope) => {
  for (const design of ["mended", "posted"]) {
    const machine = machineOf(scenario, { design, scope });
    const states = reachable(machine);
    const part = Math.ceil(states.length / 1000);
    expect(
      examineAll(
        machine,
        states.filter((_state, n) => n % part === 0),
      ),
    ).toBeNull();
  }
});

it("the same verdicts with and without symmetry, and real behaviours", async () => {
  const scope = { ...QUIET, otherFlags: false, park: false };
  const { reduced, full } = await bothWays(machineOf(threadGroups, { design: "posted", scope }));
  expect(decided(reduced)).toEqual(decided(full));
  expect(decided(reduced)["no-lost-wakeup"]).toBe(18);
  expect(wrongBehaviours(reduced)).toEqual([]);
  expect(reduced.states).toBeLessThan(full.states);
});
