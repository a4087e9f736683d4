import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pack } from "../../../src/schema/pack.js";
import { canonicaliserFor } from "../../../src/schema/symmetry/canonical-form.js";
import { familiesOf } from "../../../src/schema/symmetry/families.js";
import { generatorsOf, orderOf } from "../../../src/schema/symmetry/kind.js";
import { labellingCanonicaliser } from "../../../src/schema/symmetry/labelling.js";
import { permuterOf } from "../../../src/schema/symmetry/permute.js";
import { isSortable } from "../../../src/schema/symmetry/sorted.js";
import type { Value } from "../../../src/schema/value.js";
import { allPermutations, anyValue, anyWorld, permuted, type World } from "./worlds.js";

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const numbers = fc.infiniteStream(fc.nat(2 ** 20));

function state({ layout }: World, stream: fc.Stream<number>): Value {
  const iterator = stream[Symbol.iterator]();
  return anyValue(layout.shape, (below) => (iterator.next().value as number) % below);
}

function checkOrbits(world: World, stream: fc.Stream<number>, make: typeof canonicaliserFor): void {
  const { layout, kinds } = world;
  const words = pack(layout, state(world, stream));
  const permute = permuterOf(layout, kinds);
  const { canonicalise } = make(layout, kinds);
  const orbit = allPermutations(kinds, generatorsOf).map((permutation) => permute(words, permutation));
  const form = words.slice();
  canonicalise(form);
  expect(orbit.map((one) => one.join())).toContain(form.join());
  const found = new Set<string>();
  for (const one of orbit) {
    // Not at the start of its buffer, and with neighbours that must not be touched.
    const room = new Int32Array(words.length + 2).fill(-7);
    room.set(one, 1);
    canonicalise(room, 1);
    found.add(room.join());
  }
  expect([...found]).toEqual([[-7, ...form, -7].join()]);
}

describe(`canonical forms (seed ${seed})`, () => {
  test("permutations of packed states are those of values", () => {
    fc.assert(
      fc.property(anyWorld(false), numbers, (world, stream) => {
        const { layout, kinds } = world;
        const value = state(world, stream);
        const permute = permuterOf(layout, kinds);
        for (const permutation of allPermutations(kinds, generatorsOf).slice(0, 30))
          expect(permute(pack(layout, value), permutation)).toEqual(
            pack(layout, permuted(layout.shape, value, kinds, permutation)),
          );
      }),
      { seed, numRuns: 80 },
    );
  });

  test("all states of an orbit have one form, which is one of them", () => {
    fc.assert(
      fc.property(anyWorld(false), numbers, (world, stream) => checkOrbits(world, stream, canonicaliserFor)),
      { seed, numRuns: 120 },
    );
  });

  test("so they have where sorting does", () => {
    fc.assert(
      fc.property(anyWorld(true), numbers, (world, stream) => {
        expect(isSortable(familiesOf(world.layout, world.kinds))).toBe(true);
        checkOrbits(world, stream, canonicaliserFor);
      }),
      { seed, numRuns: 80 },
    );
  });

  test("and refinement does what sorting does not need it for", () => {
    fc.assert(
      fc.property(anyWorld(true), numbers, (world, stream) =>
        checkOrbits(world, stream, (layout, kinds) => labellingCanonicaliser(layout, kinds, familiesOf(layout, kinds))),
      ),
      { seed, numRuns: 60 },
    );
  });

  test("there are as many permutations as are counted", () => {
    fc.assert(
      fc.property(anyWorld(true), ({ kinds }) => {
        const order = kinds.reduce((product, kind) => product * orderOf(kind), 1);
        expect(allPermutations(kinds, generatorsOf)).toHaveLength(order);
      }),
      { seed, numRuns: 30 },
    );
  });
});
