/** Every way to search, on larger random machines and on the built-in scenarios. */
import { describe, expect, test } from "vitest";
import { builtIn } from "../../properties/scenarios.js";
import type { Machine } from "../../src/machine/machine.js";
import { machineOf } from "../../src/machine/machine.js";
import type { MachineSource } from "../../src/search/machine-source.js";
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

describe.each(builtIn)("$name", (scenario) => {
  test.each([true, false])("up to 10 steps of the quick scope, symmetry %s", async (symmetry) => {
    const machine = machineOf(scenario, { scope: "quick" });
    const { states } = await allWays(machine, sourceOf(machine, []), { symmetry, maxDepth: 10 });
    expect(states).toBeGreaterThan(3000);
  });
});
