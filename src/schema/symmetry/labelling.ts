/**
 * Canonical forms by refinement: elements are coloured, sorted by colour, and given names in that order. Where colours
 * tie, elements are exchanged to see whether that changes anything; where it does, every way to break the tie is
 * searched, and the least of the states that come out is taken.
 *
 * Source: B. D. McKay, "Practical graph isomorphism", Congressus Numerantium 30, 1981: individualise, refine, compare
 * leaves, and skip what an automorphism maps to something that was searched.
 */
import type { Layout } from "../layout.js";
import type { Canonicaliser } from "./canonicaliser.js";
import { type Colouring, colouringOf } from "./colours.js";
import { type Elements, elementsOf, type Section } from "./elements.js";
import type { Family } from "./families.js";
import type { SymmetricKind } from "./kind.js";
import { type Order, orderOf } from "./order.js";
import { type Renaming, renamingOf } from "./renaming.js";

/** The canonicaliser of any layout. */
export function labellingCanonicaliser(
  layout: Layout,
  kinds: readonly SymmetricKind[],
  families: readonly Family[],
): Canonicaliser {
  const elements = elementsOf(kinds);
  const colouring = colouringOf(families, elements);
  const order = orderOf(elements, colouring.colours, colouring.used);
  const rename = renamingOf(layout, families, elements, order.old, order.fresh);
  const twins = twinsOf(layout.words, elements, colouring, order, rename);
  let ties: Ties | null = null;
  return {
    canonicalise(words, base = 0) {
      colouring.start(words, base);
      // By their own bits alone some ids nearly always tie, so that the first round is not worth a sort before it.
      colouring.refine();
      order.sort();
      if (order.ties > 0) refineFully(colouring, order);
      if (order.ties > 0 && !twins(words, base)) {
        ties ??= new Ties(layout.words, elements, colouring, order, rename);
        ties.resolve(words, base);
      } else if (!order.same) rename(words, base, words, base);
    },
  };
}

/**
 * Whether all elements that tie can be exchanged, in the state at `words[base]`, without changing anything: the usual
 * reason for ties that refinement leaves. Allocates nothing.
 */
function twinsOf(
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

/** Refines and sorts until there are no ties, or a round tells no more apart than the one before. */
function refineFully(colouring: Colouring, order: Order): void {
  for (let equal = Number.POSITIVE_INFINITY; order.ties > 0 && order.equal < equal; ) {
    equal = order.equal;
    colouring.refine();
    order.sort();
  }
}

/** Mixed into the colour of the element that is picked from a tie. */
const PICKED = 0x5bd1e995;
/** What the colours of elements are moved apart by, when it does not matter which comes first. */
const APART = 0x2c1b3c6d;

/** A state that all ties broken lead to, and the names that lead there. */
interface Leaf {
  readonly words: Int32Array;
  readonly old: Int32Array;
  readonly fresh: Int32Array;
}

/** The search among the ways to break ties. Rare enough to allocate. */
class Ties {
  /** The state as it came. */
  private readonly state: Int32Array;
  private readonly leaf: Int32Array;
  private readonly best: Int32Array;
  private found = false;

  constructor(
    words: number,
    private readonly elements: Elements,
    private readonly colouring: Colouring,
    private readonly order: Order,
    private readonly rename: Renaming,
  ) {
    this.state = new Int32Array(words);
    this.leaf = new Int32Array(words);
    this.best = new Int32Array(words);
  }

  /** Replaces the state by the least leaf. The order has ties. */
  resolve(words: Int32Array, base: number): void {
    const { state, best } = this;
    for (let w = 0; w < state.length; w++) state[w] = words[base + w] as number;
    this.found = false;
    this.search();
    for (let w = 0; w < best.length; w++) words[base + w] = best[w] as number;
  }

  /** Searches the leaves below the colours of the moment. */
  private search(): void {
    const tied = this.untie();
    if (tied.length === 0) {
      this.reach();
      if (!this.found || isLess(this.leaf, this.best)) this.best.set(this.leaf);
      this.found = true;
      return;
    }
    const colours = this.colouring.colours.slice();
    let first: (Leaf & { readonly element: number }) | null = null;
    for (const element of tied) {
      this.colouring.colours.set(colours);
      this.pick(element);
      const picked = this.colouring.colours.slice();
      const leaf = this.anyLeaf();
      if (first !== null && this.isImage(first, first.element, leaf, element, colours)) continue;
      first ??= { ...leaf, element };
      this.colouring.colours.set(picked);
      this.order.sort();
      this.search();
    }
  }

  /** Separates ties that do not matter; what is left of the first one that does. */
  private untie(): number[] {
    for (;;) {
      const tied = this.order.firstTie();
      if (tied.length === 0 || !this.areTwins(tied)) return tied;
      const { colours } = this.colouring;
      for (const [n, element] of tied.entries()) colours[element] = (colours[element] as number) + Math.imul(n, APART);
      this.order.sort();
    }
  }

  /**
   * Whether an automorphism of the state that keeps the colours of a node maps one pick to the other, and so all that lies
   * below the one to all that lies below the other: the renamings of two leaves that are the same state make one up.
   */
  private isImage(a: Leaf, pickedA: number, b: Leaf, pickedB: number, colours: Int32Array): boolean {
    if (!isSame(a.words, b.words)) return false;
    for (const { first, size, firstBlock, blocks } of this.elements.sections) {
      const image = (id: number): number => b.old[first + (a.fresh[first + id] as number)] as number;
      const maps = (from: number, to: number): boolean =>
        colours[from] === colours[to] && (from === pickedA) === (to === pickedB);
      for (let id = 0; id < size; id++) if (!maps(first + id, first + image(id))) return false;
      if (firstBlock < 0) continue;
      for (const [block, [member]] of blocks.entries()) {
        const to = image(member as number);
        if (!maps(firstBlock + block, firstBlock + blocks.findIndex((members) => members.includes(to)))) return false;
      }
    }
    return true;
  }

  /** A leaf below the colours of the moment. */
  private anyLeaf(): Leaf {
    for (;;) {
      const [element] = this.untie();
      if (element === undefined) break;
      this.pick(element);
    }
    this.reach();
    return { words: this.leaf.slice(), old: this.order.old.slice(), fresh: this.order.fresh.slice() };
  }

  private pick(element: number): void {
    const { colours } = this.colouring;
    colours[element] = Math.imul((colours[element] as number) ^ PICKED, PICKED);
    this.colouring.refine();
    this.order.sort();
    refineFully(this.colouring, this.order);
  }

  private reach(): void {
    this.rename(this.state, 0, this.leaf, 0);
  }

  /** Whether exchanging the first of the elements with any other leaves the state as it is. Blocks are not looked at. */
  private areTwins(tied: readonly number[]): boolean {
    const [one, ...others] = tied as [number, ...number[]];
    if (one >= this.elements.ids) return false;
    return others.every((other) => this.exchanges(one, other));
  }

  private exchanges(one: number, other: number): boolean {
    const { old, fresh } = this.order;
    const kept = [old.slice(), fresh.slice()] as const;
    this.order.identity();
    const [a, b] = [old[one] as number, old[other] as number];
    old[one] = b;
    old[other] = a;
    fresh[one] = b;
    fresh[other] = a;
    this.rename(this.state, 0, this.leaf, 0);
    old.set(kept[0]);
    fresh.set(kept[1]);
    return isSame(this.leaf, this.state);
  }
}

const isSame = (a: Int32Array, b: Int32Array): boolean => a.every((word, w) => word === b[w]);

function isLess(a: Int32Array, b: Int32Array): boolean {
  for (let w = 0; w < a.length; w++) if (a[w] !== b[w]) return (a[w] as number) < (b[w] as number);
  return false;
}
