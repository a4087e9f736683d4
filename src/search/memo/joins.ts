/**
 * Ways that come together. What follows a definition depends on its value alone, so all ways through it that end with the
 * same value lead to the same node; without this, the tree of an action would have a branch for each combination of what
 * its definitions looked at. Each thread knows of the joins that it made or met; what another thread made it finds again,
 * or makes a second time, which is no less right.
 */
import type { Join, Path } from "./path.js";

/** Definitions that begin with the same look, one inside the other; those beyond are not joined. */
const MOST_DEEP = 16;

/** The joins of one forest. */
export class Joins {
  /** By where a definition begins (its first node, and its depth) and by its value: the node or leaf that follows. */
  private readonly followers = new Map<number, Map<unknown, number>>();
  private ends: readonly Join[] = [];
  private next = 0;
  /** The node of each look of the path. */
  private readonly nodes: number[] = [];
  /** Joins that were met for the first time, and the places of the links that follow them. */
  private readonly fresh: { readonly followers: Map<unknown, number>; readonly value: unknown; readonly at: number }[] =
    [];

  /** Before a path is added. */
  begin({ joins }: Path): void {
    // Of those that end together the outermost first: it was met more often.
    this.ends =
      joins.length < 2
        ? joins
        : joins.toSorted((one, other) => one.to - other.to || one.from - other.from || one.depth - other.depth);
    this.next = 0;
    this.fresh.length = 0;
  }

  /** After look `n` of the path, which is at `node`: links the place `at`, if it is empty, to what is known to follow. */
  pass(n: number, node: number, at: number, links: Int32Array): void {
    this.nodes[n >>> 1] = node;
    for (; this.ends[this.next]?.to === n + 2; this.next++) {
      const { from, depth, value } = this.ends[this.next] as Join;
      if (depth >= MOST_DEEP) continue;
      const begin = (this.nodes[from >>> 1] as number) * MOST_DEEP + depth;
      const followers = this.followers.get(begin) ?? new Map<unknown, number>();
      this.followers.set(begin, followers);
      const follower = followers.get(value);
      if (follower === undefined) this.fresh.push({ followers, value, at });
      else if (links[at] === 0) Atomics.store(links, at, follower);
    }
  }

  /** After a path was added as a whole. */
  end(links: Int32Array): void {
    for (const { followers, value, at } of this.fresh) followers.set(value, links[at] as number);
  }
}
