/** One machine searched in every way there is: the answers must be the same. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Machine } from "../../src/machine/machine.js";
import type { MachineSource } from "../../src/search/machine-source.js";
import type { ExploreOptions } from "../../src/search/options.js";
import type { ExplorationResult } from "../../src/search/result.js";
import { explore, lasting } from "./dist.js";

/** What does not depend on what is kept of the states either. */
const withoutBytes = (result: ExplorationResult): object => ({ ...lasting(result), bytes: null });

/** The same without the steps by which something is shown: a lossy search shows others, as many. */
const lengths = ({ outcomes, deadlock, modelError, ...result }: ExplorationResult): object => ({
  ...withoutBytes({ ...result, outcomes: [], deadlock: null, modelError: null }),
  outcomes: outcomes.map(({ property, exercised, steps }) => [property.name, exercised, steps?.length ?? null]),
  deadlock: deadlock?.length ?? null,
  modelError: modelError && [modelError.steps.length, modelError.message],
});

/** Runs a search to its end, a little at a time. */
async function inPieces(machine: Machine, checkpoint: string, options: ExploreOptions): Promise<ExplorationResult> {
  let result = await explore(machine, { ...options, checkpoint, maxSeconds: 0 });
  for (let seconds = 0.005; result.limit === "time"; seconds *= 3)
    result = await explore(machine, { ...options, resume: checkpoint, maxSeconds: seconds });
  return result;
}

/** Searches with one thread and several, in memory and on disk, in one go and in pieces, with fingerprints; the first answer. */
export async function allWays(
  machine: Machine,
  source: MachineSource,
  options: ExploreOptions = {},
): Promise<ExplorationResult> {
  const folder = mkdtempSync(join(tmpdir(), "leasecheck-test-"));
  const made = (name: string): string => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };
  const shared = { ...options, workers: 3, source, eager: true };
  const find = (more: ExploreOptions) => explore(machine, more);
  try {
    const first = await find(options);
    const expected = lasting(first);
    expect(lasting(await find(shared)), "three threads").toEqual(expected);
    const disk = made("disk");
    expect(lasting(await find({ ...options, maxBytes: 30_000, disk })), "disk").toEqual(expected);
    expect(lasting(await find({ ...shared, maxBytes: 30_000, disk })), "disk, three threads").toEqual(expected);
    expect(readdirSync(disk)).toEqual([]);
    expect(lasting(await inPieces(machine, made("pieces"), options)), "pieces").toEqual(expected);
    const both = { ...shared, workers: 2, maxBytes: 60_000 };
    expect(lasting(await inPieces(machine, made("both"), both)), "pieces, disk, two threads").toEqual(expected);
    const lossy = await find({ ...options, lossy: {} });
    expect(lengths(lossy), "lossy").toEqual(lengths(first));
    const second = await find({ ...shared, lossy: { second: true } });
    expect(withoutBytes(second), "lossy, second fingerprint, three threads").toEqual(withoutBytes(lossy));
    expect(second.lossy?.told).toBe(0);
    return first;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
