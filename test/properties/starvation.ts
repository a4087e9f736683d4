/** Which liveness properties a machine violates. */
import { expect } from "vitest";
import { type MachineChoice, machineOf } from "../../src/machine/machine.js";
import type { Scenario } from "../../src/machine/scenario.js";
import { checkLiveness } from "../../src/temporal/check.js";
import { replay } from "../../src/trace/replay.js";

/** The properties that are violated, each by a lasso that the reference interpreter confirms. */
export async function violated(scenario: Scenario, choice: MachineChoice): Promise<string[]> {
  const machine = machineOf(scenario, choice);
  const { outcomes, complete } = await checkLiveness(machine);
  expect(complete).toBe(true);
  return outcomes.flatMap(({ property: { name }, lasso, exercised, byFairnessAlone, error }) => {
    expect({ name, error, byFairnessAlone }).toEqual({ name, error: null, byFairnessAlone: false });
    expect(exercised, name).toBeGreaterThan(0);
    if (lasso === null) return [];
    expect(replay(machine, { ...lasso, property: name }).outcome, name).toBe("violates");
    return [name];
  });
}
