import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/machine/errors.js";
import { machineOf } from "../../src/machine/machine.js";
import { sampleRandom } from "../../src/random/sample.js";
import type { SampleOptions, SampleResult } from "../../src/random/sample-result.js";
import { behaviourOf } from "../../src/trace/behaviour.js";
import { minimise } from "../../src/trace/minimise.js";
import { replay } from "../../src/trace/replay.js";
import { encodeToken } from "../../src/trace/token.js";
import { diningPhilosophers } from "../models/dining-philosophers.js";
import { leaseBreak } from "../models/lease-break.js";
import { vault, vaultOf } from "../trace/vault.js";

/** All that a report may show of a sample, as bytes. */
const bytes = ({ machine, seconds: _, outcomes, ...rest }: SampleResult): string =>
  JSON.stringify([
    rest,
    outcomes.map(({ property, ...outcome }) => [property.name, outcome]),
    outcomes.map(({ property, sighting }) =>
      sighting === null ? null : encodeToken(behaviourOf(machine, sighting.steps, property.name), machine),
    ),
  ]);
const sample = (options: Partial<SampleOptions> = {}) => sampleRandom(vault, {}, { seed: "7", walks: 300, ...options });
/** The vault without what fails: its other bugs take longer to find. */
const alone = { scope: { guests: 1 } };

test("what is planted is found and shrunk to its steps", async () => {
  const { outcomes, deadlock, modelError } = await sampleRandom(vault, alone, { seed: "7", walks: 500 });
  const steps = outcomes.map(({ sighting }) => sighting?.steps.map(({ action }) => action));
  expect(steps[0]).toEqual(["disarm", "open the door", "take the gold"]);
  expect(steps[1]?.toSorted()).toEqual(["disarm", "flip the light", "open the door", "take the gold"]);
  expect(steps[2]).toEqual(["rent a slot", "use a slot", "use a slot"]);
  expect(steps[3]).toEqual(["order", "order"]);
  expect(deadlock?.steps).toHaveLength(3);
  expect(modelError).toBeNull();
});

test("every sighting replays, and is minimal", async () => {
  const { machine, outcomes, deadlock, modelError } = await sample({ seed: "8" });
  const sightings = [
    ...outcomes.map(({ property, sighting }) => [property.name, sighting] as const),
    ["no-deadlock", deadlock] as const,
    ["model-error", modelError] as const,
  ];
  expect(sightings.filter(([, sighting]) => sighting !== null).length).toBeGreaterThan(2);
  for (const [property, sighting] of sightings)
    if (sighting !== null) {
      expect(replay(machine, { steps: sighting.steps, property }).outcome).toMatch(/violates|reaches/);
      expect(minimise(machine, sighting.steps, property)).toEqual(sighting.steps);
    }
});

describe("the same seed", () => {
  test("gives the same bytes", async () => {
    const first = bytes(await sample());
    expect(bytes(await sample())).toBe(first);
    expect(bytes(await sample({ seed: "9" }))).not.toBe(first);
  });

  test("gives the same bytes while something else takes the time, and other random numbers are drawn", async () => {
    const first = bytes(await sample({ walks: 50 }));
    const slow = sample({ walks: 50, onProgress: () => void Math.random(), maxSeconds: 1000 });
    for (let n = 0; n < 20; n++)
      await new Promise<void>((resolve) =>
        setImmediate(() => {
          for (const end = performance.now() + 5; performance.now() < end; ) Math.random();
          resolve();
        }),
      );
    expect(bytes(await slow)).toBe(first);
  });

  test("finds in more walks what it found in fewer, by the same walk", async () => {
    const [few, many] = [await sample({ walks: 20 }), await sample({ walks: 200 })];
    for (const [n, { sighting }] of few.outcomes.entries())
      if (sighting !== null) expect(many.outcomes[n]?.sighting).toEqual(sighting);
  });
});

describe("limits", () => {
  const endless = { walks: Number.POSITIVE_INFINITY };

  test("as many walks as were asked for are no limit", async () => {
    expect(await sampleRandom(leaseBreak, { scope: "quick" }, { seed: "1", walks: 3, steps: 5 })).toMatchObject({
      walks: 3,
      limit: null,
    });
  });
  test("time", async () => {
    const result = await sampleRandom(leaseBreak, { scope: "quick" }, { seed: "1", maxSeconds: 0.5 });
    expect(result.limit).toBe("time");
    expect(result.walks).toBeGreaterThan(0);
    expect(result.outcomes.every(({ sighting }) => sighting === null)).toBe(true);
  });
  test("a signal, for which the event loop gets its turn", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const result = await sampleRandom(leaseBreak, {}, { seed: "1", ...endless, signal: controller.signal });
    expect(result.limit).toBe("interrupted");
    expect(result.walks).toBeGreaterThan(0);
  });
  test("progress is told", async () => {
    const told: number[] = [];
    await sampleRandom(leaseBreak, {}, { seed: "1", maxSeconds: 1.5, onProgress: ({ walks }) => told.push(walks) });
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

test("a deadlock is found, and a sample without properties ends with its walks", async () => {
  const { deadlock, walks } = await sampleRandom(diningPhilosophers, {}, { seed: "1", walks: 1000 });
  expect(deadlock).not.toBeNull();
  expect(walks).toBeLessThanOrEqual(1000);
});

test("a model error ends the sample after its walk", async () => {
  const { modelError, walks } = await sampleRandom(vaultOf({ blind: true }), {}, { seed: "1", walks: 1000 });
  expect(modelError?.steps.map(({ action }) => action)).toEqual(["flip the light"]);
  expect(modelError?.message).toContain("too bright to see");
  expect(walks).toBe(1);
});

test("model code that is not a pure function is found out", async () => {
  let calls = 0;
  const machine = machineOf(vault, alone);
  const whimsical = {
    ...vault,
    actions: vault.actions.map((action) =>
      action.name === "take the gold" ? { ...action, enabled: () => ++calls === 1 } : action,
    ),
    properties: vault.properties.filter(({ name }) => name === "robbed"),
  };
  expect(machine.actions.length).toBeGreaterThan(0);
  const { modelError } = await sampleRandom(whimsical, alone, { seed: "1", walks: 10 });
  expect(modelError?.message).toContain("not a pure function");
});

describe("the scope", () => {
  const scoped = { ...vault, scopes: { ...vault.scopes, random: { guests: 3 } } };
  const guests = async (scope?: string | { guests: number }) =>
    (await sampleRandom(scoped, scope === undefined ? {} : { scope }, { seed: "1", walks: 1 })).machine.scope.guests;

  test("is the one named random, unless another is chosen", async () => {
    expect(await guests()).toBe(3);
    expect(await guests("default")).toBe(2);
    expect(await guests({ guests: 1 })).toBe(1);
    expect((await sampleRandom(vault, {}, { seed: "1", walks: 1 })).machine.scope.guests).toBe(2);
  });
  test("may be refused", async () => {
    await expect(sampleRandom(vault, { scope: { guests: 9 } }, { seed: "1" })).rejects.toThrow(UsageError);
  });
});

test("any seed will do", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (seed) => (await sample({ seed, walks: 2 })).seed === seed),
    { numRuns: 10 },
  );
});
