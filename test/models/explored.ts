/** What the tests of the models ask of an exploration. */
import { type ExplorationResult, explore, type MachineChoice, machineOf, type Scenario } from "../../src/index.js";

/** Explores a scenario in full, every state of it. */
export const explored = (scenario: Scenario, choice: MachineChoice = {}): Promise<ExplorationResult> =>
  explore(machineOf(scenario, choice), { symmetry: false });

/** The numbers of an exploration. */
export const countsOf = ({ states, transitions, depth }: ExplorationResult) => ({ states, transitions, depth });

/** The steps that decide a property, by action name; `null` when it holds or was not reached. */
export function stepsOf({ outcomes }: ExplorationResult, property: string): string[] | null {
  const outcome = outcomes.find((candidate) => candidate.property.name === property);
  if (outcome === undefined) throw new Error(`no property ${property}`);
  return outcome.steps === null ? null : outcome.steps.map(({ action }) => action);
}

/** That everything was searched, every action fired, every property was exercised and held, and nothing got stuck. */
export function troubles(result: ExplorationResult): string[] {
  const { machine, complete, fired, outcomes, deadlock, modelError } = result;
  return [
    ...(complete ? [] : ["not complete"]),
    ...(deadlock === null ? [] : ["deadlock"]),
    ...(modelError === null ? [] : [modelError.message]),
    ...machine.actions.filter((_, n) => fired[n] === 0).map(({ name }) => `"${name}" never fired`),
    ...outcomes
      .filter(({ exercised, property }) => exercised === 0 && property.kind !== "sometimes")
      .map(({ property: { name } }) => `${name} was never exercised`),
    ...outcomes
      .filter(({ steps, property }) => (steps === null) === (property.kind === "sometimes"))
      .map(({ property: { name, kind } }) => `${name} was ${kind === "sometimes" ? "not reached" : "violated"}`),
  ];
}
