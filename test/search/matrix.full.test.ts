/** Every way to search, on larger random machines and on the built-in scenarios. */
import { describe, expect, test } from "vitest";
import { builtIn } from "../../properties/scenarios.js";
import type { Machine } from "../../src/machine/machine.js";
import { machineOf } from "../../src/machine/machine.js";
import type { MachineSource } from "../../src/search/machine-source.js";
import { explore } from "./dist.js";
import { allWays } from "./matrix.js";
import { randomMachine } from "./random-machine.js";

const remake = "../../dist/src/cli/remake.js";
const { sourceOf } = (await import(/* @vite-ignore */ remake)) as {
  sourceOf(machine: Machine, modules: readonly string[]): MachineSource;
};

const first = Number(process.env.SEED ?? Date.now() % 1_000_000);

describe(`random machines from seed ${first} on`, () => {
  test.each(Array.from({ length: 10 }, (_, n) => first + n))("seed %i", async (seed) => {
    const { machine, source } = randomMachine(seed);
    expect((await allWays(machine, source)).states).toBeGreaterThan(0);
  });
});

/** The steps that reach some thousands of states: how many it takes is a matter of the scenario. */
async function depthOf(machine: Machine): Promise<number> {
  for (let maxDepth = 10; maxDepth <= 60; maxDepth += 5)
    if ((await explore(machine, { maxDepth })).states > 3000) return maxDepth;
  throw new Error(`The scenario has no 3,000 states within 60 steps`);
}

describe.each(builtIn)("$name", (scenario) => {
  test.each([true, false])("some thousands of states of the quick scope, symmetry %s", async (symmetry) => {
    const machine = machineOf(scenario, { scope: "quick" });
    const maxDepth = await depthOf(machine);
    const { states } = await allWays(machine, sourceOf(machine, []), { symmetry, maxDepth });
    expect(states).toBeGreaterThan(symmetry ? 300 : 3000);
  });
});
