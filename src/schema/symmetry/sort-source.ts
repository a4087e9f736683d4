/** Source text that sorts the ids of kinds without exchangeable blocks by colour: straight-line code on local variables. */
import type { Section } from "./elements.js";
import { sortingNetwork } from "./network.js";

/**
 * Statements that put the ids of each block at its places: `old` and `fresh` from `C` (colours) and `U` (used), counting
 * pairs of equal neighbours in `equal`, those that matter in `ties`, and noting in `same` when something moves.
 */
export const sortSource = ({ first, blocks }: Section): string =>
  blocks.map((members) => `{ ${blockSource(first, members)} }`).join("\n      ");

function blockSource(first: number, members: readonly number[]): string {
  const reads = members.map((id, n) => `let i${n} = ${id}, c${n} = C[${first + id}];`);
  const sorts = sortingNetwork(members.length).map(
    ([a, b]) =>
      `if (c${a} > c${b}) { const c = c${a}, i = i${a}; c${a} = c${b}; i${a} = i${b}; c${b} = c; i${b} = i; }`,
  );
  const ties = members
    .slice(1)
    .map(
      (_, n) =>
        `if (c${n} === c${n + 1}) { equal++; if ((U[${first} + i${n}] | U[${first} + i${n + 1}]) !== 0) ties++; }`,
    );
  const writes = members.map(
    (place, n) =>
      `old[${first + place}] = i${n}; fresh[${first} + i${n}] = ${place}; if (i${n} !== ${place}) same = false;`,
  );
  return [...reads, ...sorts, ...ties, ...writes].join(" ");
}
