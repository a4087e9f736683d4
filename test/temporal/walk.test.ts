/** Liveness on random walks: what they may say, and that they say nothing that a search in full denies. */
import { describe, expect, test } from "vitest";
import { type Machine, replay } from "../../src/index.js";
import { sampleMachine } from "../../src/random/sample.js";
import type { SampleOptions } from "../../src/random/sample-result.js";
import { sampledVerdicts } from "../../src/report/sampled.js";
import { checkLiveness } from "../../src/temporal/check.js";
import { behaviourOf } from "../../src/trace/behaviour.js";
import { decodeToken, encodeToken } from "../../src/trace/token.js";
import { randomCase } from "./random-small.js";
import { small } from "./small.js";

const seed = process.env.SEED ?? String(Date.now());

async function judged(machine: Machine, options: Partial<SampleOptions> = {}) {
  const result = await sampleMachine(machine, { seed: "7", walks: 20, ...options });
  const row = sampledVerdicts(result).find(({ property }) => property === "f");
  if (row === undefined) throw new Error("f has no row");
  return row;
}
/** What became of the token of a row's behaviour. */
function replayed(machine: Machine, { steps, loop }: Awaited<ReturnType<typeof judged>>) {
  const token = encodeToken(behaviourOf(machine, steps ?? [], "f", loop), machine);
  return replay(machine, decodeToken(token)).outcome;
}

describe("a walk violates", () => {
  test.each([
    ["by a loop", "0a1 1b2 2c1", "p0", "progress", "G F p", 1, 3],
    [
      "by a step that leads back to where it was, though it was not taken",
      "0a1 1b0 1c2 2a2",
      "p2",
      "progress",
      "F p",
      0,
      2,
    ],
    ["by an end", "0a1 1a2", "p0", "progress", "G F p", 2, 2],
    ["by an end where only unfair steps are left", "0a1 1b2", "p2", "Wa", "F p", 1, 1],
    ["by its first steps", "0a1 1b2 2c0", "p0,1", "progress", "G p", null, 2],
    ["in the initial state", "0a1 1a0", "p1", "progress", "p", null, 0],
    ["by a step", "0a1 1b0", "", "progress", "G !dob", null, 2],
  ])("%s", async (_, edges, atoms, fairness, formula, loop, steps) => {
    const machine = small({ edges, atoms, fairness }, formula);
    const row = await judged(machine);
    expect(row).toMatchObject({ verdict: "violated", loop });
    expect(row.steps).toHaveLength(steps);
    expect(replayed(machine, row)).toBe("violates");
  });
});

describe("a walk does not violate", () => {
  test.each([
    ["by a loop that is not weakly fair", "0a0 0b1 1a1", "p1", "Wb", "F p"],
    ["by a loop that is not strongly fair", "0a1 1a0 1b2 2a2", "p2", "Sb Wa", "F p"],
    ["what holds", "0a1 1b0", "p1", "progress", "G F p"],
    ["by a walk that was cut short", "0a1 1a2 2a3 3a4", "p4", "progress", "F p"],
  ])("%s", async (_, edges, atoms, fairness, formula) => {
    const machine = small({ edges, atoms, fairness }, formula);
    for (const steps of [1, 2, 50]) {
      const row = await judged(machine, { steps });
      expect(row).toMatchObject({ verdict: "sampled", steps: null, judged: { walks: 20 } });
    }
  });
});

test("walks are told apart by what they could show", async () => {
  const machine = small({ edges: "0a1 1a2 2a0", atoms: "p0,1,2", fairness: "progress" }, "G p");
  expect((await judged(machine, { steps: 2 })).message).toBe("fair loops on 0 of 20 walks");
  expect((await judged(machine, { steps: 3 })).message).toBe("fair loops on 20 of 20 walks");
  const first = small({ edges: "0a1 1a2 2a0", atoms: "p1", fairness: "progress" }, "F p");
  expect((await judged(first, { steps: 2 })).message).toBe("fair loops on 0 of 20 walks, kept for certain on 20");
});

test("first steps that break nothing for good are no counterexample", () => {
  const machine = small({ edges: "0a1 1b0", atoms: "p0", fairness: "progress" }, "F (p & X p)");
  const steps = [{ action: "a", parameters: { edge: 0 } }];
  expect(replay(machine, { steps, property: "f" }).outcome).toBe("fits");
});

test(`what walks on random machines violate, a search in full violates, seed ${seed}`, async () => {
  const counts = { violated: 0, missed: 0, holds: 0, prefixes: 0 };
  for (let n = 0; n < 150; n++) {
    const { machine: compact, formula } = randomCase(`${seed}-${n}`);
    const machine = small(compact, formula);
    const says = `SEED=${seed}, case ${n}: ${Object.values(compact).join(" · ")} · ${formula}`;
    const { lasso } = (await checkLiveness(machine)).outcomes[0] ?? {};
    const row = await judged(machine, { walks: 30, steps: 12, seed: `${seed}-${n}` });
    if (row.verdict === "violated") {
      expect(lasso, says).not.toBeNull();
      expect(replayed(machine, row), says).toBe("violates");
      if (row.loop === null) counts.prefixes++;
      counts.violated++;
    } else {
      expect(["sampled", "vacuous"], says).toContain(row.verdict);
      counts[lasso === null ? "holds" : "missed"]++;
    }
  }
  expect(counts.violated, JSON.stringify(counts)).toBeGreaterThan(15);
  expect(counts.prefixes, JSON.stringify(counts)).toBeGreaterThan(2);
  // Machines this small are seen whole in most samples.
  expect(counts.missed, JSON.stringify(counts)).toBeLessThan(counts.violated);
});
