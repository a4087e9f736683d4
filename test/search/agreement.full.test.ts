/**
 * Both executors on the built-in scenarios: every step out of the first 10,000 states, 25,000 random steps, and some at the
 * widest scope with every switchable fault.
 */
import { describe, expect, test } from "vitest";
import { builtIn } from "../../properties/scenarios.js";
import { machineOf } from "../../src/machine/machine.js";
import { agreeOnStates, agreeOnWalks } from "./agreement.js";

const seed = process.env.SEED ?? String(Date.now());

describe.each(builtIn.flatMap((scenario) => scenario.designs.map(({ name }) => ({ scenario, design: name }))))(
  "$scenario.name under $design",
  ({ scenario, design }) => {
    test("the first 10,000 states of the quick scope", () => {
      const { states, steps } = agreeOnStates(machineOf(scenario, { design, scope: "quick" }), 10_000);
      expect(states).toBe(10_000);
      expect(steps).toBeGreaterThan(states);
    });

    test(`25,000 random steps at the default scope, seed ${seed}`, () => {
      expect(agreeOnWalks(machineOf(scenario, { design }), seed, 25_000).steps).toBe(25_000);
    });
  },
);

test.each(builtIn)(`$name: random steps at the widest scope with every switchable fault, seed ${seed}`, (scenario) => {
  for (const { name, kind } of scenario.faults)
    if (kind !== "live")
      expect(agreeOnWalks(machineOf(scenario, { scope: "random", bugs: [name] }), seed, 100).steps).toBe(100);
});
