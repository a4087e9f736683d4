import { describe, expect, test } from "vitest";
import { asStep } from "../../src/machine/instance.js";
import { type Instance, machineOf } from "../../src/machine/machine.js";
import { rngOf } from "../../src/random/rng.js";
import { type WalkEvents, walkerOf } from "../../src/random/walker.js";
import { PackedMachine } from "../../src/search/packed.js";
import { replay } from "../../src/trace/replay.js";
import { dieHard } from "../models/die-hard.js";
import { diningPhilosophers } from "../models/dining-philosophers.js";
import { models } from "../models/index.js";
import { vault, vaultOf } from "../trace/vault.js";

const silent: WalkEvents = { found() {}, deadlock() {}, failure() {} };

describe.each(models.map((model) => [model.name, model] as const))("walks of %s", (_, model) => {
  const machine = machineOf(model, { scope: "quick" });
  const asSteps = (instances: readonly number[]) => instances.map((n) => asStep(machine.instances[n] as Instance));

  test("are behaviours, and what they find is shown by the reference interpreter", () => {
    const found: [string, number[]][] = [];
    const walker = walkerOf(new PackedMachine(machine), {
      found: (property, steps) => found.push([machine.properties[property]?.name as string, steps]),
      deadlock: (steps) => found.push(["no-deadlock", steps]),
      failure: (_, message) => expect.unreachable(message),
    });
    expect(walker.begin()).toBe(true);
    for (let n = 0; n < 20; n++) {
      const way = walker.walk(rngOf(String(n)), 40);
      expect(way.length).toBeLessThanOrEqual(40);
      expect(replay(machine, { steps: asSteps(way), property: null }).outcome).toBe("fits");
    }
    for (const [property, steps] of found)
      expect(replay(machine, { steps: asSteps(steps), property }).outcome).toMatch(/violates|reaches/);
  });

  test("depend on nothing but the seed", () => {
    const walk = (seeds: string[]) => {
      const walker = walkerOf(new PackedMachine(machine), silent);
      return seeds.map((seed) => [...walker.walk(rngOf(seed), 30)]);
    };
    const [a, b, c] = walk(["a", "b", "c"]);
    expect(walk(["c", "a", "b"])).toEqual([c, a, b]);
  });
});

test("a property is found once, on the way or beside it, and counted", () => {
  const machine = machineOf(vault);
  const found: number[] = [];
  const walker = walkerOf(new PackedMachine(machine), { ...silent, found: (property) => found.push(property) });
  walker.begin();
  for (let n = 0; n < 200; n++) walker.walk(rngOf(String(n)), 60);
  expect([...found].sort()).toEqual([0, 1, 2, 3]);
  expect([...walker.counts.decided]).toEqual([1, 1, 1, 1]);
  expect(Math.min(...walker.counts.fired)).toBeGreaterThan(0);
  const take = machine.actions.findIndex(({ name }) => name === "take the gold");
  expect(walker.counts.exercised[1]).toBe(walker.counts.fired[take]);
});

test("a property that is broken from the start is found without a step", () => {
  const machine = machineOf(dieHard, { scope: { goal: 1 } });
  const broken = { ...machine, properties: machine.properties.map((known) => ({ ...known, badState: () => true })) };
  const found: number[][] = [];
  walkerOf(new PackedMachine(broken), { ...silent, found: (_, steps) => found.push(steps) }).begin();
  expect(found).toEqual([[]]);
});

test("steps that fail are reported and not taken; the walk goes on", () => {
  const machine = machineOf(vault);
  const failures: string[] = [];
  const walker = walkerOf(new PackedMachine(machine), {
    ...silent,
    failure: (steps, message) => {
      expect(machine.instances[steps.at(-1) as number]?.action.name).toBe("pay");
      failures.push(message);
    },
  });
  for (let n = 0; n < 100; n++) walker.walk(rngOf(String(n)), 100);
  expect(failures.length).toBeGreaterThan(0);
  expect(failures[0]).toContain("coins cannot be 5");
});

test("a property that fails is reported with the step that leads there", () => {
  const machine = machineOf(vaultOf({ blind: true }));
  const failures: number[][] = [];
  const walker = walkerOf(new PackedMachine(machine), { ...silent, failure: (steps) => failures.push(steps) });
  walker.begin();
  walker.walk(rngOf("1"), 1);
  const flip = machine.instances.findIndex(({ action }) => action.name === "flip the light");
  expect(failures).toEqual([[flip]]);
});

test("a deadlock ends a walk, at a final state without a word", () => {
  const machine = machineOf(diningPhilosophers, {});
  const deadlocks: number[][] = [];
  const walk = (final: boolean): number[] => {
    const scenario = { ...machine.scenario, final: () => final };
    const walker = walkerOf(new PackedMachine({ ...machine, scenario }), {
      ...silent,
      deadlock: (steps) => deadlocks.push(steps),
    });
    for (let n = 0; ; n++) {
      const way = walker.walk(rngOf(String(n)), 1000);
      if (way.length < 1000) return way;
    }
  };
  expect(deadlocks).toEqual([]);
  walk(true);
  expect(deadlocks).toEqual([]);
  const way = walk(false);
  expect(deadlocks).toEqual([way]);
});
