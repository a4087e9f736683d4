/**
 * A forest of decision trees over the bits of packed states, kept in one array. Each inner node names a few bits; its
 * branches lead on by their value. What has not been seen yet is a missing branch, and leads to 0; a leaf is a negative
 * number, whose meaning is the caller's.
 */
import { ModelError } from "../../schema/errors.js";
import { Joins } from "./joins.js";
import type { Path } from "./path.js";
import { Pool } from "./pool.js";

/** The forest. Its nodes may be shared by threads: what a node links to is complete before it does. */
export class Trie {
  readonly pool = new Pool();
  private readonly joins = new Joins();

  /** The nodes: fetched anew by hot loops after every insertion, for the array is replaced when it grows. */
  get nodes(): Int32Array {
    return this.pool.data;
  }

  /** A row of empty trees, next to each other; the place of the first. @throws PoolFull */
  plant(count: number): number {
    return this.pool.allot(count);
  }

  /**
   * Adds a path from the tree at place `root` to a leaf.
   * @param same whether a leaf that is there already means the same
   * @returns the leaf that is there
   * @throws Impure when the tree says that something else is looked at here, or comes of it: the code is not a pure
   * function. PoolFull when there is no room; what is there then is no less right.
   */
  insert(root: number, path: Path, leaf: number, same: (known: number) => boolean = () => false): number {
    const { looks } = path;
    let at = root;
    this.joins.begin(path);
    for (let n = 0; n < looks.length; n += 2) {
      const look = looks[n] as number;
      let node = this.nodes[at] as number;
      if (node === 0) {
        node = this.pool.allot(1 + valuesOf(look));
        this.nodes[node] = look;
        Atomics.store(this.nodes, at, node);
      } else if (node < 0 || this.nodes[node] !== look) throw new Impure();
      at = node + 1 + (looks[n + 1] as number);
      this.joins.pass(n, node, at, this.nodes);
    }
    const known = this.nodes[at] as number;
    if (known !== 0 && known !== leaf && (known > 0 || !same(known))) throw new Impure();
    const there = known === 0 ? Atomics.store(this.nodes, at, leaf) : known;
    this.joins.end(this.nodes);
    return there;
  }

  /** The leaf for a state, or 0. */
  find(root: number, state: Int32Array): number {
    return leafFor(this.nodes, root, state);
  }
}

/**
 * A look at a few bits of a word, as a number: the word, the shift, and the mask of the bits once they are shifted down.
 * Shifts of more than 31 bits count from 0 again, so that the shift needs no mask.
 */
export const lookAt = (word: number, shift: number, width: number): number =>
  (word << 11) | (shift << 6) | ((1 << width) - 1);

/** How many values a look can see. */
export const valuesOf = (look: number): number => (look & 63) + 1;

/** What a look sees of the state that starts at `base`. */
export const seenBy = (look: number, states: Int32Array, base: number): number =>
  ((states[base + (look >>> 11)] as number) >>> (look >>> 6)) & (look & 63);

/** The same as source text: statements that leave the leaf for a state, or 0, in `at`, which holds the place of a tree. */
export const walkSource = (states: string, base: string): string =>
  `at = nodes[at]; while (at > 0) { const look = nodes[at]; at = nodes[at + 1 + ((${states}[${base} + (look >>> 11)] >>> (look >>> 6)) & (look & 63))]; }`;

/** The leaf for a state in the tree at `root` of a forest's nodes, or 0. */
export function leafFor(nodes: Int32Array, root: number, state: Int32Array): number {
  let at = nodes[root] as number;
  while (at > 0) at = nodes[at + 1 + seenBy(nodes[at] as number, state, 0)] as number;
  return at;
}

/** A guard, effect or property was seen to decide by something else than the state. */
export class Impure extends ModelError {
  constructor(message = "decided otherwise in the same state: a guard, effect or property must be a pure function") {
    super(message);
  }
}
