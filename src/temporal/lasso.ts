/**
 * From fair accepting components to one behaviour: the shortest way into any of them, and a short loop there that keeps
 * every until and every constraint. Both are edges of the graph.
 */

import type { Transition } from "./automaton.js";
import type { Constraints } from "./constraints.js";
import { enabledAt, type FairComponents } from "./fair.js";
import type { Product } from "./product.js";

/** A behaviour that goes through the stem once and through the loop for ever; edges of a graph. */
export interface Lasso {
  readonly stem: readonly number[];
  /** Never empty. */
  readonly loop: readonly number[];
}

interface Hop {
  readonly edge: number;
  readonly transition: Transition;
  readonly target: number;
}

/** How many ways into a component are tried for a short loop. */
const MOST_WAYS = 32;

/** Lassos into these components, of which there must be one, by different shortest ways. */
export function lassosInto(product: Product, constraints: Constraints, { member }: FairComponents): Lasso[] {
  const stems = nearest(product, (node) => member[node] !== 0);
  if (stems.length === 0) throw new Error("a fair component cannot be reached");
  return stems.map((stem) => {
    const start = stem.at(-1)?.target ?? 0;
    const inside = (node: number): boolean => member[node] === member[start];
    return { stem: stem.map(({ edge }) => edge), loop: fairLoop(product, constraints, inside, start) };
  });
}

function fairLoop(
  product: Product,
  constraints: Constraints,
  inside: (node: number) => boolean,
  start: number,
): number[] {
  // What the component as a whole enables now and then, a smaller loop may never enable, and then does not owe.
  const strong = new Int32Array(constraints.words);
  for (;;) {
    const loop = loopFrom(product, constraints, inside, start, strong);
    const neglected = neglectedOn(product, constraints, loop, start);
    if (neglected.every((set) => set === 0)) return loop.map(({ edge }) => edge);
    for (let w = 0; w < strong.length; w++) strong[w] = (strong[w] as number) | (neglected[w] as number);
  }
}

/** The constraints of strong fairness that a loop enables somewhere and takes nowhere. */
function neglectedOn(product: Product, constraints: Constraints, loop: readonly Hop[], start: number): Int32Array {
  const { words, sets, strong } = constraints;
  const enabled = new Int32Array(words);
  const taken = new Int32Array(words);
  const here = new Int32Array(words);
  let at = start;
  for (const { edge, target } of loop) {
    enabledAt(product, constraints, product.nodeOf(at), here);
    const instance = product.graph.instances[edge] as number;
    for (let w = 0; w < words; w++) {
      enabled[w] = (enabled[w] as number) | (here[w] as number);
      if (instance >= 0) taken[w] = (taken[w] as number) | (sets[instance * words + w] as number);
    }
    at = target;
  }
  return enabled.map((set, w) => set & (strong[w] as number) & ~(taken[w] as number));
}

/** A loop that keeps every until, every constraint of weak fairness, and these of strong fairness. */
function loopFrom(
  product: Product,
  constraints: Constraints,
  inside: (node: number) => boolean,
  start: number,
  strong: Int32Array,
): Hop[] {
  const owed = new Owed(product, constraints, strong);
  const loop: Hop[] = [];
  let at = start;
  owed.visit(at);
  const go = (hops: readonly Hop[]): void => {
    for (const hop of hops) {
      loop.push(hop);
      at = hop.target;
      owed.go(hop);
      owed.visit(at);
    }
  };
  while (owed.some) {
    const hops = search(
      product,
      at,
      inside,
      (node) => owed.metAt(node),
      (hop) => owed.metBy(hop),
    );
    if (hops === null) throw new Error("a component does not keep what it was found to keep");
    go(hops);
  }
  if (at !== start || loop.length === 0) {
    const back = search(
      product,
      at,
      inside,
      () => false,
      (hop) => hop.target === start,
    );
    if (back === null) throw new Error("a component is not connected");
    go(back);
  }
  return loop;
}

type CameBy = Map<number, readonly [number, Hop | null]>;

/** The way that led to a node. */
function wayTo(node: number, cameBy: CameBy): Hop[] {
  const hops: Hop[] = [];
  for (let [before, hop] = cameBy.get(node) ?? []; hop; [before, hop] = cameBy.get(before as number) ?? [])
    hops.push(hop);
  return hops.reverse();
}

/** The shortest ways from the first node to those that will do, one to each of the nearest. */
function nearest(product: Product, isNode: (node: number) => boolean): Hop[][] {
  const cameBy: CameBy = new Map([[0, [0, null]]]);
  for (let level = [0]; level.length > 0; ) {
    const found = level.filter(isNode).slice(0, MOST_WAYS);
    if (found.length > 0) return found.map((node) => wayTo(node, cameBy));
    const next: number[] = [];
    for (const node of level)
      product.some(node, (target, edge, transition) => {
        if (cameBy.has(target)) return false;
        cameBy.set(target, [node, { edge, transition, target }]);
        next.push(target);
        return false;
      });
    level = next;
  }
  return [];
}

/** The shortest way from a node to one that will do, or by an edge that will; empty when the node itself does. */
function search(
  product: Product,
  from: number,
  inside: (node: number) => boolean,
  isNode: (node: number) => boolean,
  isHop: (hop: Hop) => boolean = () => false,
): Hop[] | null {
  if (isNode(from)) return [];
  const cameBy: CameBy = new Map([[from, [from, null]]]);
  for (const [node] of cameBy) {
    let last: Hop | null = null;
    const found = product.some(node, (target, edge, transition) => {
      if (!inside(target)) return false;
      last = { edge, transition, target };
      if (isHop(last)) return true;
      if (cameBy.has(target)) return false;
      cameBy.set(target, [node, last]);
      return isNode(target);
    });
    if (found && last !== null) return [...wayTo(node, cameBy), last];
  }
  return null;
}

/** What a loop still has to show: untils that are kept, constraints that are taken or (if weak) disabled somewhere. */
class Owed {
  private postponed: number;
  private readonly constraints: Int32Array;
  private readonly here: Int32Array;

  constructor(
    private readonly product: Product,
    private readonly all: Constraints,
    strong: Int32Array,
  ) {
    const { untils } = product.automaton;
    this.postponed = untils === 0 ? 0 : (2 ** untils - 1) | 0;
    this.here = new Int32Array(all.words);
    this.constraints = all.weak.map((set, w) => set | (strong[w] as number));
  }

  get some(): boolean {
    return this.postponed !== 0 || this.constraints.some((set) => set !== 0);
  }

  metAt(node: number): boolean {
    enabledAt(this.product, this.all, this.product.nodeOf(node), this.here);
    return this.constraints.some((set, w) => (set & (this.all.weak[w] as number) & ~(this.here[w] as number)) !== 0);
  }

  visit(node: number): void {
    enabledAt(this.product, this.all, this.product.nodeOf(node), this.here);
    for (let w = 0; w < this.all.words; w++)
      this.constraints[w] =
        (this.constraints[w] as number) & ((this.here[w] as number) | ~(this.all.weak[w] as number));
  }

  metBy({ edge, transition }: Hop): boolean {
    if ((this.postponed & ~transition.postponed) !== 0) return true;
    const instance = this.product.graph.instances[edge] as number;
    return (
      instance >= 0 &&
      this.constraints.some((set, w) => (set & (this.all.sets[instance * this.all.words + w] as number)) !== 0)
    );
  }

  go({ edge, transition }: Hop): void {
    this.postponed &= transition.postponed;
    const instance = this.product.graph.instances[edge] as number;
    if (instance < 0) return;
    for (let w = 0; w < this.all.words; w++)
      this.constraints[w] = (this.constraints[w] as number) & ~(this.all.sets[instance * this.all.words + w] as number);
  }
}
