/** Ties between ids that are alike: exchanging them changes nothing, and it does not matter which comes first. */
import type { Colouring } from "./colours.js";
import type { Elements, Section } from "./elements.js";
import type { Order } from "./order.js";
import type { Renaming } from "./renaming.js";

/**
 * Whether all elements that tie can be exchanged, in the state at `words[base]`, without changing anything: the usual
 * reason for ties that refinement leaves. Allocates nothing.
 */
export function twinsOf(
  size: number,
  { sections }: Elements,
  { colours, used }: Colouring,
  { old, fresh }: Order,
  rename: Renaming,
): (words: Int32Array, base: number) => boolean {
  if (sections.some(({ firstBlock }) => firstBlock >= 0)) return () => false;
  const [first, second] = [new Int32Array(size), new Int32Array(size)];
  const exchange = (start: number, place: number, other: number): void => {
    const [a, b] = [old[start + place] as number, old[start + other] as number];
    old[start + place] = b;
    old[start + other] = a;
    fresh[start + a] = other;
    fresh[start + b] = place;
  };
  const isTwin = (words: Int32Array, base: number, start: number, place: number, other: number): boolean => {
    exchange(start, place, other);
    rename(words, base, second, 0);
    exchange(start, place, other);
    for (let w = 0; w < size; w++) if (first[w] !== second[w]) return false;
    return true;
  };
  return (words, base) => {
    rename(words, base, first, 0);
    for (let s = 0; s < sections.length; s++) {
      const { first: start, blocks } = sections[s] as Section;
      for (let b = 0; b < blocks.length; b++) {
        const places = blocks[b] as readonly number[];
        for (let n = 1; n < places.length; n++) {
          const [place, other] = [places[n - 1] as number, places[n] as number];
          const one = start + (old[start + place] as number);
          const two = start + (old[start + other] as number);
          if (colours[one] !== colours[two] || ((used[one] as number) | (used[two] as number)) === 0) continue;
          if (!isTwin(words, base, start, place, other)) return false;
        }
      }
    }
    return true;
  };
}
