/** Both executors on the built-in scenarios: every step out of the first 20,000 states, and 100,000 random steps. */
import { describe, expect, test } from "vitest";
import { builtIn } from "../../properties/scenarios.js";
import { machineOf } from "../../src/machine/machine.js";
import { agreeOnStates, agreeOnWalks } from "./agreement.js";

const seed = process.env.SEED ?? String(Date.now());

describe.each(builtIn.flatMap((scenario) => scenario.designs.map(({ name }) => ({ scenario, design: name }))))(
  "$scenario.name under $design",
  ({ scenario, design }) => {
    test("the first 20,000 states of the quick scope", () => {
      const { states, steps } = agreeOnStates(machineOf(scenario, { design, scope: "quick" }), 20_000);
      expect(states).toBe(20_000);
      expect(steps).toBeGreaterThan(states);
    });

    test(`100,000 random steps at the default scope, seed ${seed}`, () => {
      expect(agreeOnWalks(machineOf(scenario, { design }), seed, 100_000).steps).toBe(100_000);
    });
  },
);
