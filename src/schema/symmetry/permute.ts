/** Permutations of packed states, family by family: plain code that says what a permutation does to a state. */
import type { Layout, Position } from "../layout.js";
import { type Family, familiesOf, type Place } from "./families.js";
import type { SymmetricKind } from "./kind.js";

/** A permutation of all ids: for each symmetric kind, what each id becomes. */
export type Permutation = readonly (readonly number[])[];

/** Permutes packed states of a layout. */
export function permuterOf(
  layout: Layout,
  kinds: readonly SymmetricKind[],
): (from: Int32Array, permutation: Permutation) => Int32Array {
  const families = familiesOf(layout, kinds);
  return (from, permutation) => {
    const to = new Int32Array(layout.words);
    for (const family of families)
      for (const [n, place] of family.places.entries()) {
        const target = family.places[movedIndex(family, n, kinds, permutation)] as Place;
        const code = renamed(family, place, from, permutation);
        to[target.at.word] = (to[target.at.word] as number) | (code << target.at.shift);
      }
    return to;
  };
}

/** Where a member of a family goes. */
function movedIndex(
  { keys }: Family,
  index: number,
  kinds: readonly SymmetricKind[],
  permutation: Permutation,
): number {
  let [rest, factor, moved] = [index, 1, 0];
  for (const kind of keys.toReversed()) {
    const { size } = kinds[kind] as SymmetricKind;
    moved += factor * ((permutation[kind] as readonly number[])[rest % size] as number);
    factor *= size;
    rest = Math.floor(rest / size);
  }
  return moved;
}

function renamed({ held }: Family, { at, guard }: Place, from: Int32Array, permutation: Permutation): number {
  const code = read(from, at);
  if (held === null || code < held.first) return code;
  if (guard !== null && (((from[guard.at.word] as number) >>> guard.shift) & guard.mask) < guard.least) return code;
  return ((permutation[held.kind] as readonly number[])[code - held.first] as number) + held.first;
}

const read = (words: Int32Array, { word, shift, width }: Position): number =>
  ((words[word] as number) >>> shift) & (2 ** width - 1);
