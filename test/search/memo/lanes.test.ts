/** Walks in lanes find what walks one after another find, in forests that random code was learnt into. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { SPARE, walksOf } from "../../../src/search/memo/lanes.js";
import { leafFor, lookAt, seenBy, Trie, valuesOf } from "../../../src/search/memo/trie.js";

const WORDS = 3;
const COUNT = 40;

/** Looks at other places on each level, so that no two paths disagree about where the next one is. */
const aForest = fc.record({
  looks: fc.array(
    fc.tuple(fc.nat(WORDS - 1), fc.nat(26), fc.integer({ min: 1, max: 5 })).map((look) => lookAt(...look)),
    { minLength: 1, maxLength: 12 },
  ),
  paths: fc.array(fc.array(fc.nat(31), { minLength: 12, maxLength: 12 }), { minLength: 1, maxLength: 30 }),
  states: fc.array(fc.integer(), { minLength: COUNT * WORDS, maxLength: COUNT * WORDS }),
  which: fc.array(fc.nat(COUNT - 1), { minLength: 1, maxLength: 30 }),
  from: fc.nat(5),
});

test("the same leaves as one walk after another", () => {
  let found = 0;
  let missing = 0;
  fc.assert(
    fc.property(aForest, ({ looks, paths, states, which, from }) => {
      const trie = new Trie();
      const root = trie.plant(2) + 1;
      const packed = Int32Array.from(states);
      // Some paths that states take to their end, and some that they leave.
      const taken = which
        .filter((_, n) => n % 2 === 0)
        .map((s) => looks.map((look) => seenBy(look, packed, s * WORDS)));
      for (const path of [...paths, ...taken]) {
        const steps = looks.flatMap((look, n) => [look, (path[n] as number) % valuesOf(look)]);
        // The leaf tells the path, so that a walk that strays is seen.
        const leaf = -1 - steps.filter((_, n) => n % 2 === 1).reduce((sum, value) => (sum * 33 + value) % 99_991, 0);
        trie.insert(root, { looks: steps, joins: [] }, leaf);
      }
      for (const numbers of [Uint8Array.from(which), Int32Array.from(which)]) {
        const first = Math.min(from, which.length - 1);
        const leaves = new Int32Array(which.length + SPARE);
        walksOf<Uint8Array | Int32Array>(WORDS)(trie.nodes, root, packed, numbers, first, which.length, leaves);
        for (let n = first; n < which.length; n++) {
          const base = (which[n] as number) * WORDS;
          const alone = leafFor(trie.nodes, root, packed.subarray(base, base + WORDS));
          expect(leaves[n - first]).toBe(alone);
          if (alone === 0) missing++;
          else found++;
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(Math.min(found, missing)).toBeGreaterThan(500);
});

test("an empty tree, and no states at all", () => {
  const trie = new Trie();
  const root = trie.plant(1);
  const leaves = new Int32Array(1 + SPARE).fill(7);
  walksOf<Int32Array>(WORDS)(trie.nodes, root, new Int32Array(WORDS), new Int32Array(1), 0, 0, leaves);
  expect(leaves[0]).toBe(7);
  walksOf<Int32Array>(WORDS)(trie.nodes, root, new Int32Array(WORDS), new Int32Array(1), 0, 1, leaves);
  expect(leaves[0]).toBe(0);
});
