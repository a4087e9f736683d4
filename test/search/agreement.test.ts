/** Both executors on the built-in scenarios, briefly; at length in `agreement.full.test.ts`. */
import { describe, expect, test } from "vitest";
import { builtIn } from "../../properties/scenarios.js";
import { machineOf } from "../../src/machine/machine.js";
import { agreeOnStates, agreeOnWalks } from "./agreement.js";

const seed = process.env.SEED ?? String(Date.now());

describe.each(builtIn)("$name", (scenario) => {
  test.each(scenario.designs)("the first states of the quick scope under $name", ({ name }) => {
    const { states, steps } = agreeOnStates(machineOf(scenario, { design: name, scope: "quick" }), 120);
    expect(states).toBe(120);
    expect(steps).toBeGreaterThan(states);
  });

  test(`random steps at the widest scope with every switchable fault, seed ${seed}`, () => {
    const bugs = scenario.faults.filter(({ kind }) => kind !== "live").map(({ name }) => name);
    for (const chosen of [[], ...bugs.map((bug) => [bug])])
      expect(agreeOnWalks(machineOf(scenario, { scope: "random", bugs: chosen }), seed, 25).steps).toBe(25);
  });
});
