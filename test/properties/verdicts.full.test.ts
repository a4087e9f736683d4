/** What the exhaustive search says at the quick scope: the recorded verdicts, and that every fault is caught. */
import { describe, expect, it } from "vitest";
import { recordedVerdict } from "../../properties/expected.js";
import { leaseCore } from "../../properties/scenarios.js";
import { type MachineChoice, machineOf } from "../../src/machine/machine.js";
import { explore } from "../../src/search/explore.js";
import { checkLiveness } from "../../src/temporal/check.js";

const LIVE = leaseCore.faults.filter(({ kind }) => kind === "live").map(({ name }) => name);

/**
 * The properties that are violated, and the situations that are not reached. In the quick scope itself every action
 * fires and every property is exercised; a fault's own scope may leave some out.
 */
async function failing(choice: MachineChoice): Promise<string[]> {
  const machine = machineOf(leaseCore, { scope: "quick", ...choice });
  const result = await explore(machine);
  const liveness = await checkLiveness(machine);
  expect(liveness.complete).toBe(true);
  expect(result.modelError).toBeNull();
  expect(result.deadlock).toBeNull();
  expect(result.complete).toBe(true);
  if (choice.scope === undefined) {
    expect(result.fired.every((times) => times > 0)).toBe(true);
    expect(result.outcomes.every(({ exercised }) => exercised > 0)).toBe(true);
  }
  const shown = new Map([
    ...result.outcomes.map(({ property, steps }) => [property, steps !== null] as const),
    ...liveness.outcomes.map(({ property, lasso }) => [property, lasso !== null] as const),
  ]);
  return machine.properties
    .filter((property) => shown.get(property) === (property.kind !== "sometimes"))
    .map(({ name }) => name);
}

describe.each(leaseCore.designs.map(({ name }) => name))("%s", (design) => {
  const recorded = (mended: boolean): string[] =>
    leaseCore.properties
      .map(({ name }) => name)
      .filter((name) => {
        const entry = recordedVerdict("lease-core", design, name);
        return (mended ? (entry?.mended ?? entry?.verdict) : entry?.verdict) === "violated";
      });

  it("as it is", async () => {
    expect(await failing({ design })).toEqual(recorded(false));
  });
  it("with every live fault mended", async () => {
    expect(await failing({ design, mends: LIVE })).toEqual(recorded(true));
  });
});

describe("every fault violates the properties that name it", () => {
  it.each(leaseCore.faults.map((fault) => [fault.name, fault.kind, fault.design ?? "linux-6.18", fault] as const))(
    "%s (%s), under %s",
    async (name, kind, design, fault) => {
      const named = leaseCore.properties.filter(({ violatedBy }) => violatedBy.includes(name)).map((one) => one.name);
      const own = { ...fault.scope, ...fault.smallest };
      const choice = {
        design,
        ...(Object.keys(own).length > 0 && { scope: { ...leaseCore.scopes.quick, ...own } }),
        ...(kind === "live" ? { mends: LIVE.filter((other) => other !== name) } : { mends: LIVE, bugs: [name] }),
      };
      expect(await failing(choice)).toEqual(expect.arrayContaining(named));
    },
  );
});
