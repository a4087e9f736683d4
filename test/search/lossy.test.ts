/** Fingerprints instead of states: what is omitted, how often, and what is said about it. */
import { describe, expect, test } from "vitest";
import { omissionBound } from "../../src/search/fingerprint.js";
import { explore, lasting } from "./dist.js";
import { randomMachine } from "./random-machine.js";

/** 11,143 states. */
const { machine } = randomMachine(3);
const whole = await explore(machine);

describe("fingerprints with few bits", () => {
  test("omit states", async () => {
    const bits = 18;
    const pairs = (whole.states * (whole.states - 1)) / 2 / 2 ** bits;
    const { states, lossy } = await explore(machine, { lossy: { bits, seed: 1 } });
    expect(lossy?.omission).toBe(1);
    // The first of two states that agree is kept; but what only the other leads to is omitted as well.
    expect((whole.states - states) / pairs).toBeGreaterThan(0.7);
  });

  test("omit nothing with a second one, which counts what the first confuses", async () => {
    const result = await explore(machine, { lossy: { bits: 18, second: true } });
    expect({ ...lasting(result), bytes: 0, outcomes: 0 }).toEqual({ ...lasting(whole), bytes: 0, outcomes: 0 });
    const pairs = (whole.states * (whole.states - 1)) / 2 / 2 ** 18;
    expect((result.lossy?.told ?? 0) / pairs).toBeGreaterThan(0.7);
    expect((result.lossy?.told ?? 0) / pairs).toBeLessThan(1.3);
    expect(result.lossy?.omission).toBeLessThan(1e-15);
  });

  test("omit no more often than the bound says", async () => {
    const small = randomMachine(7).machine;
    const { states } = await explore(small);
    const bits = 24;
    let omitted = 0;
    for (let seed = 0; seed < 20; seed++)
      if ((await explore(small, { lossy: { bits, seed } })).states < states) omitted++;
    // 384 states: 0.4 % each, so that two in twenty happen once in five hundred.
    expect(omissionBound(states, { bits, seed: 0, second: false })).toBeLessThan(0.005);
    expect(omitted).toBeLessThanOrEqual(1);
  });
});

describe("what is said", () => {
  test("the probability is that of n(n + 1)/2 pairs", async () => {
    const { lossy } = await explore(machine, { lossy: {} });
    const pairs = (whole.states * (whole.states + 1)) / 2;
    expect(lossy?.omission).toBeCloseTo(pairs * 2 ** -64, 20);
    expect(lossy?.told).toBeNull();
    expect(omissionBound(1e10, { bits: 64, seed: 0, second: false })).toBe(1);
    expect(omissionBound(1e10, { bits: 64, seed: 0, second: true })).toBeLessThan(1e-18);
  });

  test("counterexamples are found again, whatever their length", async () => {
    const { outcomes, deadlock } = await explore(machine, { lossy: {} });
    expect(outcomes.map(({ steps }) => steps?.length)).toEqual(whole.outcomes.map(({ steps }) => steps?.length));
    expect(deadlock?.length).toEqual(whole.deadlock?.length);
    expect(outcomes.some(({ steps }) => (steps?.length ?? 0) > 2)).toBe(true);
  });

  test("memory that is used up ends the search, also where there is a disk", async () => {
    const { limit, complete } = await explore(machine, { lossy: {}, maxBytes: 60_000, disk: "." });
    expect({ limit, complete }).toEqual({ limit: "memory", complete: false });
  });

  test.each([
    [{ checkpoint: "kept" }, "--checkpoint"],
    [{ resume: "kept" }, "--resume"],
  ])("checkpoints are refused: %o", async (kept, option) => {
    await expect(explore(machine, { lossy: {}, ...kept })).rejects.toThrow(
      `--lossy keeps no states that ${option} could go on from: leave one of them out`,
    );
  });
});
