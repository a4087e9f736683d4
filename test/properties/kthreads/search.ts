/** Exhaustive searches of kernel threads in small scopes, and what they find. */
import { expect } from "vitest";
import { type MachineChoice, machineOf } from "../../../src/machine/machine.js";
import type { Scenario } from "../../../src/machine/scenario.js";
import { explore } from "../../../src/search/explore.js";
import type { ExplorationResult } from "../../../src/search/result.js";

/** Searches a scope completely. */
export async function search(scenario: Scenario, choice: MachineChoice): Promise<ExplorationResult> {
  const result = await explore(machineOf(scenario, choice));
  expect(result.modelError).toBeNull();
  expect(result.complete).toBe(true);
  return result;
}

/** The properties that are violated, with the lengths of the shortest behaviours. */
export const violated = ({ outcomes }: ExplorationResult): Record<string, number> =>
  Object.fromEntries(
    outcomes.flatMap(({ property, steps }) =>
      property.kind === "sometimes" || steps === null ? [] : [[property.name, steps.length]],
    ),
  );

/** The situations that are reached. */
export const reached = ({ outcomes }: ExplorationResult): string[] =>
  outcomes.flatMap(({ property, steps }) => (property.kind === "sometimes" && steps !== null ? [property.name] : []));
