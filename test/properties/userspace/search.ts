/** Exhaustive searches of `userspace-server` in small scopes, and what they find. */
import { expect } from "vitest";
import { userspaceServer } from "../../../properties/scenarios.js";
import { type MachineChoice, machineOf } from "../../../src/machine/machine.js";
import { explore } from "../../../src/search/explore.js";
import { checkLiveness } from "../../../src/temporal/check.js";

/** Searches a scope completely. @returns the properties that are violated, with the lengths of the shortest behaviours */
export async function violated(choice: MachineChoice): Promise<Record<string, number>> {
  const result = await explore(machineOf(userspaceServer, choice));
  expect(result.modelError).toBeNull();
  expect(result.deadlock).toBeNull();
  expect(result.complete).toBe(true);
  return Object.fromEntries(
    result.outcomes.flatMap(({ property, steps }) =>
      property.kind === "sometimes" || steps === null ? [] : [[property.name, steps.length]],
    ),
  );
}

/** The liveness properties that are violated. */
export async function starved(choice: MachineChoice): Promise<string[]> {
  const { outcomes, complete } = await checkLiveness(machineOf(userspaceServer, choice));
  expect(complete).toBe(true);
  return outcomes.flatMap(({ property, lasso }) => (lasso === null ? [] : [property.name]));
}

/** The search for violations, until the named property is decided. @returns the length of the shortest behaviour that violates it, or `null` */
export async function stepsTo(name: string, choice: MachineChoice): Promise<number | null> {
  const machine = machineOf({ ...userspaceServer, deadlocks: false }, choice);
  const properties = machine.properties.filter((property) => property.name === name);
  expect(properties.length).toBe(1);
  const result = await explore({ ...machine, properties });
  expect(result.modelError).toBeNull();
  const steps = result.outcomes[0]?.steps ?? null;
  if (steps === null) expect(result.complete).toBe(true);
  return steps?.length ?? null;
}
