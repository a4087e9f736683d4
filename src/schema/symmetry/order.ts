/** From colours to new names: ids and blocks in the order of their colours, and the ties that colours leave. */
import type { Elements, Section } from "./elements.js";
import { sortSource } from "./sort-source.js";

/** An order of all ids, by the colours of the moment. */
export interface Order {
  /** For each place, by the number of the id that has it in the end: the id of the kind that comes there. */
  readonly old: Int32Array;
  /** The inverse. */
  readonly fresh: Int32Array;
  /** How many pairs of neighbours had equal colours; where both are unused, either order gives the same state. */
  equal: number;
  /** How many of these pairs matter. */
  ties: number;
  /** Whether everything stays where it is. */
  same: boolean;
  /** Puts everything in order. */
  sort(): void;
  /** The elements of the first tie that matters, by number; blocks before the ids in them. Empty without ties. */
  firstTie(): number[];
  /** Lets everything stay where it is, until the next sort. */
  identity(): void;
}

/** The order of elements by their colours. */
export function orderOf({ sections, ids }: Elements, colours: Int32Array, used: Int32Array): Order {
  const old = new Int32Array(ids);
  const fresh = new Int32Array(ids);
  const plans = sections.map((section) => new Plan(section, colours, used));
  const order: Order = {
    old,
    fresh,
    equal: 0,
    ties: 0,
    same: true,
    sort: () => {},
    firstTie() {
      for (const plan of plans) {
        plan.sort(old);
        if (plan.ties > 0) return plan.firstTie();
      }
      return [];
    },
    identity() {
      for (const { first, size } of sections)
        for (let id = 0; id < size; id++) {
          old[first + id] = id;
          fresh[first + id] = id;
        }
    },
  };
  const steps = sections.map((section, n) => {
    if (section.firstBlock < 0) return sortSource(section);
    const { first, size } = section;
    return `plans[${n}].sort(old); equal += plans[${n}].equal; ties += plans[${n}].ties;
      for (let place = 0; place < ${size}; place++) {
        const id = old[${first} + place];
        fresh[${first} + id] = place;
        if (id !== place) same = false;
      }`;
  });
  const source = `"use strict";
  return () => {
    let equal = 0, ties = 0, same = true;
      ${steps.join("\n      ")}
    order.equal = equal;
    order.ties = ties;
    order.same = same;
  };`;
  const make = new Function("order", "plans", "C", "U", "old", "fresh", source);
  order.sort = make(order, plans, colours, used, old, fresh) as () => void;
  return order;
}

/** The order within one kind. */
class Plan {
  readonly first: number;
  readonly size: number;
  equal = 0;
  ties = 0;
  /** Members of each block, and blocks of each group, in order, by element number. */
  private readonly members: readonly Int32Array[];
  private readonly groups: readonly Int32Array[];
  private readonly firstBlock: number;
  /** The places of each block's members. */
  private readonly places: readonly Int32Array[];
  /** The blocks of each group, as places. */
  private readonly targets: readonly Int32Array[];

  constructor(
    { first, size, firstBlock, blocks, groups }: Section,
    private readonly colours: Int32Array,
    private readonly used: Int32Array,
  ) {
    this.first = first;
    this.size = size;
    this.firstBlock = firstBlock;
    this.members = blocks.map((ids) => Int32Array.from(ids, (id) => first + id));
    this.places = this.members.map((ids) => ids.slice());
    this.groups = groups.map((group) => Int32Array.from(group, (block) => firstBlock + block));
    this.targets = groups.map((group) => Int32Array.from(group));
  }

  sort(old: Int32Array): void {
    const { firstBlock, members, groups } = this;
    this.equal = 0;
    this.ties = 0;
    for (let b = 0; b < members.length; b++) this.arrange(members[b] as Int32Array);
    if (firstBlock < 0) {
      for (let b = 0; b < members.length; b++) this.assign(old, members[b] as Int32Array, this.places[b] as Int32Array);
      return;
    }
    for (let g = 0; g < groups.length; g++) {
      const group = groups[g] as Int32Array;
      const target = this.targets[g] as Int32Array;
      this.arrange(group);
      for (let n = 0; n < group.length; n++)
        this.assign(
          old,
          members[(group[n] as number) - firstBlock] as Int32Array,
          this.places[target[n] as number] as Int32Array,
        );
    }
  }

  private assign(old: Int32Array, ids: Int32Array, places: Int32Array): void {
    for (let n = 0; n < ids.length; n++) old[places[n] as number] = (ids[n] as number) - this.first;
  }

  /** Sorts elements by colour; they are nearly in order most of the time. */
  private arrange(elements: Int32Array): void {
    const { colours, used } = this;
    for (let n = 1; n < elements.length; n++) {
      const element = elements[n] as number;
      const colour = colours[element] as number;
      let at = n - 1;
      for (; at >= 0 && (colours[elements[at] as number] as number) > colour; at--)
        elements[at + 1] = elements[at] as number;
      elements[at + 1] = element;
    }
    for (let n = 1; n < elements.length; n++) {
      const a = elements[n - 1] as number;
      const b = elements[n] as number;
      if (colours[a] !== colours[b]) continue;
      this.equal++;
      if (((used[a] as number) | (used[b] as number)) !== 0) this.ties++;
    }
  }

  firstTie(): number[] {
    // Blocks in their order of the moment, so that all states of an orbit break the same tie first.
    const members =
      this.firstBlock < 0
        ? this.members
        : this.groups.flatMap((group) =>
            [...group].map((block) => this.members[block - this.firstBlock] as Int32Array),
          );
    for (const elements of [...(this.firstBlock < 0 ? [] : this.groups), ...members]) {
      for (let n = 1; n < elements.length; n++) {
        const colour = this.colours[elements[n] as number];
        if (this.colours[elements[n - 1] as number] !== colour) continue;
        const tied = [...elements].filter((element) => this.colours[element] === colour);
        if (tied.some((element) => this.used[element] !== 0)) return tied;
      }
    }
    return [];
  }
}
