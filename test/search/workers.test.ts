/** The same answers whatever the number of threads. */
import { describe, expect, test } from "vitest";
import { explore, lasting } from "./dist.js";
import { plainly, randomMachine } from "./random-machine.js";

const first = Number(process.env.SEED ?? Date.now() % 1_000_000);

describe(`random machines from seed ${first} on`, () => {
  // The first has states that only a step to themselves can leave.
  const seeds = [681_056, ...Array.from({ length: 3 }, (_, n) => first + n)];

  test.each(seeds)("seed %i: one thread, three threads and a plain search agree", async (seed) => {
    const { machine, source } = randomMachine(seed);
    const alone = await explore(machine);
    const shared = await explore(machine, { workers: 3, source, eager: true });
    expect(lasting(shared)).toEqual(lasting(alone));
    const plain = plainly(seed);
    if (plain === null) expect(alone.modelError === null).toBe(alone.complete);
    else {
      const { states, transitions, depth, complete, deadlock, outcomes } = alone;
      expect({ states, transitions, depth, complete }).toEqual({
        ...{ states: plain.states, transitions: plain.transitions, depth: plain.depth },
        complete: true,
      });
      const lengths = outcomes.map(({ steps }) => steps?.length ?? null).slice(0, 2);
      expect([...lengths, deadlock?.length ?? null]).toEqual([plain.badState, plain.badStep, plain.deadlock]);
    }
  });
});
