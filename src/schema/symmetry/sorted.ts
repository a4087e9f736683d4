/**
 * Canonical forms by sorting, for states in which interchangeable ids hold no relation to each other: each is but a row
 * of bits. The rows of a block are sorted, then the blocks of a group; what comes out is the least state of the orbit in
 * the order of the rows. Straight-line code on numbers in local variables.
 */
import type { Layout } from "../layout.js";
import type { Canonicaliser } from "./canonicaliser.js";
import type { Family, Place } from "./families.js";
import type { SymmetricKind } from "./kind.js";
import { sortingNetwork } from "./network.js";
import { anyOf, bitsOf, maskOf, placedSource, readSource } from "./source.js";

/** Whether sorting will do: no field is led to by two ids, and none holds one. */
export const isSortable = (families: readonly Family[]): boolean =>
  families.every(({ keys, held }) => keys.length <= 1 && held === null);

/** A piece of an id's row: a family, and where its bits lie in which number. */
interface Piece {
  readonly family: Family;
  readonly number: number;
  readonly shift: number;
}

/** The canonicaliser of a layout that {@link isSortable}. */
export function sortingCanonicaliser(
  layout: Layout,
  kinds: readonly SymmetricKind[],
  families: readonly Family[],
): Canonicaliser {
  const moving = families.filter(({ keys }) => keys.length === 1);
  const taken = bitsOf(
    layout.words,
    moving.flatMap(({ places }) => places.map(({ at }) => at)),
  );
  const deposits: string[][] = Array.from({ length: layout.words }, () => []);
  const bodies = kinds.map((kind, k) => {
    const pieces = piecesOf(moving.filter(({ keys }) => keys[0] === k));
    const numbers = 1 + Math.max(-1, ...pieces.map(({ number }) => number));
    const rowOf = (id: number): string[] => Array.from({ length: numbers }, (_, n) => `k${k}_${id}_${n}`);
    const reads = Array.from({ length: kind.size }, (_, id) =>
      rowOf(id).map((variable, n) => {
        const terms = pieces
          .filter(({ number }) => number === n)
          .map(({ family, shift }) => `(${readSource((family.places[id] as Place).at)}) << ${shift}`);
        return `let ${variable} = ${anyOf(terms)};`;
      }),
    ).flat();
    for (const { family, number, shift } of pieces)
      for (const [id, { at }] of family.places.entries())
        (deposits[at.word] as string[]).push(
          placedSource(at, `(${rowOf(id)[number]} >>> ${shift}) & ${maskOf(family.width)}`),
        );
    return [...reads, ...sorts(kind, rowOf)].join("\n    ");
  });
  const stores = deposits.flatMap((terms, word) =>
    terms.length === 0
      ? []
      : [`W[base + ${word}] = ${anyOf([`W[base + ${word}] & ${~(taken[word] as number)}`, ...terms])};`],
  );
  const source = `"use strict";
  return { canonicalise(W, base = 0) {
    ${bodies.join("\n    ")}
    ${stores.join("\n    ")}
  } };`;
  return new Function(source)() as Canonicaliser;
}

/** Packs an id's fields into as few numbers of 31 bits as they fit in, in their order. */
function piecesOf(families: readonly Family[]): Piece[] {
  const used: number[] = [];
  return families.map((family) => {
    let number = used.findIndex((bits) => bits + family.width <= 31);
    if (number < 0) number = used.push(0) - 1;
    const shift = used[number] as number;
    used[number] = shift + family.width;
    return { family, number, shift };
  });
}

/** Sorts the rows within blocks, then the blocks within groups. */
function sorts({ blocks, groups }: SymmetricKind, rowOf: (id: number) => string[]): string[] {
  const within = blocks.flatMap((members) => network(members.map(rowOf)));
  const among = groups.flatMap((group) => network(group.map((block) => (blocks[block] as number[]).flatMap(rowOf))));
  return [...within, ...among];
}

const network = (rows: readonly (readonly string[])[]): string[] =>
  sortingNetwork(rows.length).map(([low, high]) => exchange(rows[low] as string[], rows[high] as string[]));

/** Exchanges two rows of variables unless they are in lexicographic order. */
function exchange(a: readonly string[], b: readonly string[]): string {
  if (a.length === 0) return "";
  const swaps = a.map((one, n) => `t = ${one}; ${one} = ${b[n]}; ${b[n]} = t;`).join(" ");
  const after = a.reduceRight<string>((rest, one, n) => {
    const greater = `${one} > ${b[n]}`;
    return rest === "" ? greater : `${greater} || (${one} === ${b[n]} && (${rest}))`;
  }, "");
  return `if (${after}) { let t; ${swaps} }`;
}
