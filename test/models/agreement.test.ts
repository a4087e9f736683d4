import { expect, test } from "vitest";
import { type MachineChoice, machineOf, type Scenario } from "../../src/index.js";
import { agreeOnStates } from "../search/agreement.js";
import { models } from "./index.js";

/** Every model at its quick scope, under each of its designs and with each of its faults. */
const variants: readonly (readonly [string, Scenario, MachineChoice])[] = models.flatMap((model) => {
  const faults = model.faults.map(({ name }): MachineChoice => ({ bugs: [name], scope: "quick" }));
  const designs = model.designs.map(({ name }): MachineChoice => ({ design: name, scope: "quick" }));
  return [...designs, ...faults].map(
    (choice) => [[model.name, choice.design, ...(choice.bugs ?? [])].join(" "), model, choice] as const,
  );
});

test.each(variants)("both executors agree on every step of %s", (_, model, choice) => {
  const { states, steps } = agreeOnStates(machineOf(model, choice), 5_000);
  expect(states).toBeGreaterThan(5);
  expect(steps).toBeGreaterThan(states - 2);
});
