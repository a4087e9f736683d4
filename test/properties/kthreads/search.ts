/** Exhaustive searches of kernel threads in small scopes, and what they find. */
import { expect } from "vitest";
import { type MachineChoice, machineOf } from "../../../src/machine/machine.js";
import type { Scenario } from "../../../src/machine/scenario.js";
import { explore } from "../../../src/search/explore.js";
import { checkLiveness } from "../../../src/temporal/check.js";
import type { Checked } from "../../../src/temporal/result.js";

/** Searches a scope completely. */
export async function search(scenario: Scenario, choice: MachineChoice): Promise<Checked> {
  const machine = machineOf(scenario, choice);
  const result = await explore(machine);
  expect(result.modelError).toBeNull();
  expect(result.complete).toBe(true);
  const liveness = await checkLiveness(machine);
  expect(liveness.complete).toBe(true);
  return { ...result, liveness };
}

/** The properties that are violated, with the lengths of the shortest behaviours. */
export const violated = ({ outcomes, liveness }: Checked): Record<string, number> =>
  Object.fromEntries([
    ...outcomes.flatMap(({ property, steps }) =>
      property.kind === "sometimes" || steps === null ? [] : [[property.name, steps.length] as const],
    ),
    ...(liveness?.outcomes ?? []).flatMap(({ property, lasso }) =>
      lasso === null ? [] : [[property.name, lasso.steps.length] as const],
    ),
  ]);

/** The situations that are reached. */
export const reached = ({ outcomes }: Checked): string[] =>
  outcomes.flatMap(({ property, steps }) => (property.kind === "sometimes" && steps !== null ? [property.name] : []));
