/** The same answers in memory and on disk, in one go and taken up again. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Machine } from "../../src/machine/machine.js";
import type { ExploreOptions } from "../../src/search/options.js";
import type { ExplorationResult } from "../../src/search/result.js";
import { explore, lasting } from "./dist.js";
import { randomMachine } from "./random-machine.js";

const first = Number(process.env.SEED ?? Date.now() % 1_000_000);
const seeds = Array.from({ length: 10 }, (_, n) => first + n);

let folder = "";
const fresh = (): string => {
  folder = mkdtempSync(join(tmpdir(), "leasecheck-test-"));
  return folder;
};
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a search to its end, a little at a time. */
async function inPieces(machine: Machine, checkpoint: string, options: ExploreOptions): Promise<ExplorationResult> {
  let result = await explore(machine, { ...options, checkpoint, maxSeconds: 0 });
  for (let seconds = 0.005; result.limit === "time"; seconds *= 1.5)
    result = await explore(machine, { ...options, resume: checkpoint, maxSeconds: seconds });
  return result;
}

describe(`random machines from seed ${first} on`, () => {
  test.each(seeds)("seed %i: on disk", async (seed) => {
    const { machine, source } = randomMachine(seed);
    const inMemory = lasting(await explore(machine));
    const disk = fresh();
    const few = { maxBytes: 30_000, disk };
    expect(lasting(await explore(machine, few))).toEqual(inMemory);
    expect(lasting(await explore(machine, { ...few, workers: 2, source, eager: true }))).toEqual(inMemory);
    expect(readdirSync(disk)).toEqual([]);
  });

  test.each(seeds)("seed %i: interrupted and taken up again", async (seed) => {
    const { machine, source } = randomMachine(seed);
    const whole = lasting(await explore(machine));
    const base = fresh();
    const one = join(base, "one");
    expect(lasting(await inPieces(machine, one, {}))).toEqual(whole);
    mkdirSync(join(base, "two"));
    const shared = { workers: 2, source, eager: true, maxBytes: 100_000 };
    expect(lasting(await inPieces(machine, join(base, "two"), shared))).toEqual(whole);
  });
});
