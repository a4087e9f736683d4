/**
 * What an observer knows of a machine: the set of states in which it can be, after what was seen of it, whatever it did
 * unseen meanwhile (the subset construction of automata theory).
 */
import type { ObservedGraph, Seen } from "./observed-graph.js";

/** Sets are numbered as they are met; 0 is what is known at the start. */
export class Knowledge {
  private readonly sets: (readonly number[])[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly next: (ReadonlyMap<string, Follower> | undefined)[] = [];

  constructor(private readonly graph: ObservedGraph) {
    this.numberOf([0]);
  }

  /** What can be seen next, by what it says, and the set that is known then. @throws ModelError */
  after(set: number): ReadonlyMap<string, Follower> {
    const made = this.next[set] ?? this.follow(this.sets[set] as readonly number[]);
    this.next[set] = made;
    return made;
  }

  private follow(set: readonly number[]): ReadonlyMap<string, Follower> {
    const found = new Map<string, { readonly seen: Seen; readonly to: number[] }>();
    for (const state of set)
      for (const { seen, to } of this.graph.edges(state)) {
        if (seen === null) continue;
        const known = found.get(seen.says);
        if (known === undefined) found.set(seen.says, { seen, to: [to] });
        else known.to.push(to);
      }
    return new Map([...found].map(([says, { seen, to }]) => [says, { seen, set: this.numberOf(to) }]));
  }

  /** The number of the states that are given, with all that are reached from them unseen. */
  private numberOf(states: readonly number[]): number {
    const closed = new Set(states);
    // A set is walked over what is added meanwhile as well.
    for (const state of closed) for (const { seen, to } of this.graph.edges(state)) if (seen === null) closed.add(to);
    const set = [...closed].sort((a, b) => a - b);
    const key = set.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.sets.push(set) - 1);
    return this.sets.length - 1;
  }
}

/** Something that can be seen next. */
export interface Follower {
  readonly seen: Seen;
  readonly set: number;
}
