/**
 * The elements that a canonical labelling tells apart: every interchangeable id, and every block of ids that may be
 * exchanged for another. All have a number; those of a kind follow each other.
 */
import type { SymmetricKind } from "./kind.js";

/** One kind with the numbers of its elements. */
export interface Section extends SymmetricKind {
  /** The number of id 0. */
  readonly first: number;
  /** The number of block 0, or -1 when no two blocks of the kind may be exchanged. */
  readonly firstBlock: number;
}

/** All elements of a machine. */
export interface Elements {
  readonly sections: readonly Section[];
  /** How many ids there are; they have the first numbers. */
  readonly ids: number;
  /** Ids and blocks together. */
  readonly size: number;
}

/** Numbers the elements. */
export function elementsOf(kinds: readonly SymmetricKind[]): Elements {
  let next = 0;
  const take = (count: number): number => {
    next += count;
    return next - count;
  };
  const firsts = kinds.map(({ size }) => take(size));
  const ids = next;
  const sections = kinds.map((kind, k) => ({
    ...kind,
    first: firsts[k] as number,
    firstBlock: kind.groups.some((group) => group.length > 1) ? take(kind.blocks.length) : -1,
  }));
  return { sections, ids, size: next };
}
