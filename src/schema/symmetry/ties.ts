/**
 * Ties that refinement leaves and that matter: every way to break them is searched, but for those that an automorphism maps
 * to one that was, and the least of the states that come out is taken.
 */
import type { Colouring } from "./colours.js";
import type { Elements } from "./elements.js";
import type { Order } from "./order.js";
import { refineFully } from "./refine.js";
import type { Renaming } from "./renaming.js";

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
export class Ties {
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
