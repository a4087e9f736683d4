import { expect, test } from "vitest";
import { machineOf } from "../../src/machine/machine.js";
import { chooserOf } from "../../src/random/choose.js";
import { derive, rngOf } from "../../src/random/rng.js";
import { vault } from "../trace/vault.js";

const machine = machineOf(vault);
const all = [...machine.instances.keys()];
const actionOf = (instance: number) => machine.instances[instance]?.actionIndex as number;

/** How often each position is chosen by one walk. */
function frequencies(seed: string, open: readonly number[], times: number): number[] {
  const chooser = chooserOf(machine, rngOf(seed));
  const chosen = open.map(() => 0);
  for (let n = 0; n < times; n++) {
    const position = chooser.choose(open);
    chosen[position] = (chosen[position] as number) + 1;
  }
  return chosen;
}
const seeds = Array.from({ length: 40 }, (_, n) => derive("choose", n));

test("every step is chosen by some walk, and by half of them as often as any other", () => {
  const walks = seeds.map((seed) => frequencies(seed, all, 2000));
  for (const position of all.keys()) expect(walks.some((walk) => (walk[position] as number) > 0)).toBe(true);
  const alike = walks.filter((walk) => Math.min(...walk) > 0.5 * Math.max(...walk));
  expect(alike.length).toBeGreaterThan(10);
  expect(alike.length).toBeLessThan(30);
});

test("a walk that weighs actions leaves some out, and treats the steps of one action alike", () => {
  const walk = seeds.map((seed) => frequencies(seed, all, 4000)).find((chosen) => chosen.includes(0)) as number[];
  const groups = machine.actions.map((_, action) => walk.filter((_, position) => actionOf(position) === action));
  for (const group of groups) {
    expect(Math.min(...group)).toBeGreaterThanOrEqual(0.5 * Math.max(...group) - 5);
    expect(group.every((times) => times === 0)).toBe(group[0] === 0);
  }
  expect(groups.filter((group) => group[0] === 0).length).toBeGreaterThan(0);
});

test("where only left-out actions are enabled the walk goes on, with any of them", () => {
  for (const seed of seeds) {
    const chosen = frequencies(seed, all, 4000);
    const leftOut = all.filter((position) => chosen[position] === 0);
    if (leftOut.length > 0) expect(Math.min(...frequencies(seed, leftOut, 4000))).toBeGreaterThan(0);
  }
});

test("every position among a few can be chosen", () => {
  const few = [0, 1, 5, 6, 9].filter((instance) => all.includes(instance));
  const sums = few.map(() => 0);
  for (const seed of seeds)
    for (const [position, times] of frequencies(seed, few, 50).entries())
      sums[position] = (sums[position] as number) + times;
  expect(Math.min(...sums)).toBeGreaterThan(50);
});
