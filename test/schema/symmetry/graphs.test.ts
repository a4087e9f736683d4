/** States that are graphs: what refinement cannot tell apart, the search among ties has to. */
import { describe, expect, test } from "vitest";
import { layoutOf } from "../../../src/schema/layout.js";
import { pack } from "../../../src/schema/pack.js";
import { id, option, record, setOf, vector } from "../../../src/schema/schema.js";
import { type RecordShape, resolve } from "../../../src/schema/shape.js";
import { canonicaliserFor } from "../../../src/schema/symmetry/canonical-form.js";
import { generatorsOf, interchangeable, kindsOf, randomPermutation } from "../../../src/schema/symmetry/kind.js";
import { permuterOf } from "../../../src/schema/symmetry/permute.js";
import type { Value } from "../../../src/schema/value.js";
import { allPermutations } from "./worlds.js";

/** The canonical forms of these states. */
function formsOf(schema: ReturnType<typeof record>, values: readonly Value[], blocks?: readonly number[]): Set<string> {
  const layout = layoutOf(resolve(schema, {}) as RecordShape);
  const kinds = kindsOf([interchangeable(node, blocks === undefined ? {} : { blocks })], { size: sizeOf(values) });
  const canonicaliser = canonicaliserFor(layout, kinds);
  return new Set(
    values.map((value) => {
      const words = pack(layout, value);
      canonicaliser.canonicalise(words);
      return words.join();
    }),
  );
}

const node = id("node", "size");
const sizeOf = ([first]: readonly Value[]): number => (first as { readonly next: readonly Value[] }).next.length;
const at = (size: number) => id("node", size);

/** Every function from `size` nodes to nodes. */
const functions = (size: number): Value[] =>
  Array.from({ length: size ** size }, (_, n) => ({
    next: Array.from({ length: size }, (_n, place) => Math.floor(n / size ** place) % size),
  }));

describe("functions", () => {
  // The number of functions from n points to n points up to renaming them: OEIS A001372.
  test.each([
    [2, 3],
    [3, 7],
    [4, 19],
    [5, 47],
  ])("from %i points to themselves are %i up to their names", (size, count) => {
    expect(formsOf(record({ next: vector(at(size), at(size)) }), functions(size)).size).toBe(count);
  });

  test("of four points in two pairs are as many as permutations find", () => {
    const schema = record({ next: vector(at(4), at(4)) });
    const layout = layoutOf(resolve(schema, {}) as RecordShape);
    const kinds = kindsOf([interchangeable(node, { blocks: [1, 1, 2, 2] })], { size: 4 });
    const permute = permuterOf(layout, kinds);
    const permutations = allPermutations(kinds, generatorsOf);
    const seen = new Set<string>();
    let orbits = 0;
    for (const value of functions(4)) {
      const words = pack(layout, value);
      if (!seen.has(words.join())) orbits++;
      for (const permutation of permutations) seen.add(permute(words, permutation).join());
    }
    expect(formsOf(schema, functions(4), [1, 1, 2, 2]).size).toBe(orbits);
  });
});

/** A graph of circles of the given lengths, as the neighbours of each node. */
function circles(...lengths: number[]): number[][] {
  const neighbours: number[][] = [];
  for (const length of lengths) {
    const first = neighbours.length;
    for (let n = 0; n < length; n++)
      neighbours.push([first + ((n + 1) % length), first + ((n + length - 1) % length)].sort((a, b) => a - b));
  }
  return neighbours;
}

const cube = Array.from({ length: 8 }, (_, n) => [n ^ 1, n ^ 2, n ^ 4].sort((a, b) => a - b));

test.each([
  ["circles of 3 and 4", circles(3, 4)],
  ["circles of 4 and 3", circles(4, 3)],
  ["circles of 3, 3 and 4", circles(3, 3, 4)],
  ["a circle of 7", circles(7)],
  ["two circles of 4", circles(4, 4)],
  ["a cube", cube],
])("%s has one form, whatever its nodes are called", (_, neighbours) => {
  const size = neighbours.length;
  const layout = layoutOf(
    resolve(
      record({ next: vector(at(size), option(at(size))), near: vector(at(size), setOf(at(size))) }),
      {},
    ) as RecordShape,
  );
  const kinds = kindsOf([node], { size });
  const { canonicalise } = canonicaliserFor(layout, kinds);
  const permute = permuterOf(layout, kinds);
  const words = pack(layout, { next: neighbours.map(() => null), near: neighbours });
  let state = 11;
  const below = (n: number): number => {
    state = (Math.imul(state, 48271) >>> 0) % 2147483647;
    return (state >>> 8) % n;
  };
  const forms = Array.from({ length: 100 }, () => {
    const twin = permute(
      words,
      kinds.map((kind) => randomPermutation(kind, below)),
    );
    canonicalise(twin);
    return twin.join();
  });
  expect(new Set(forms).size).toBe(1);
});
