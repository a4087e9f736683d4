/**
 * Which instances are worth a look in a state. Most instances are refused by the first bits that their guards look at;
 * instances that begin with the same look share a table, which names by value those that are not refused at once.
 * The tables are made anew now and then: what was learnt since only shortens the list, so an old table is still right.
 */
import { DISABLED } from "./learner.js";
import type { Lessons } from "./lessons.js";
import { seenBy, type Trie, valuesOf } from "./trie.js";

const FIRST_REFRESH = 64;
const LAST_REFRESH = 4096;

/** Instances that share their first look. */
interface Group {
  readonly look: number;
  /** Instances and the places of their nodes. */
  readonly members: { readonly instance: number; readonly node: number }[];
}

/** Bit sets of instances, as words. */
export class Dispatch {
  /** Words a bit set. */
  readonly words: number;
  /** Instances that must always be looked at. */
  private readonly always: Int32Array;
  /** The first look of each group, and the place of its table in `masks`. */
  private looks = new Int32Array(0);
  private places = new Int32Array(0);
  /** By group and value, one bit set each. */
  private masks = new Int32Array(0);
  /** Lessons when the tables were made, and how many more until they are made again: few at first, when each tells much. */
  private madeAfter = 0;
  private next = FIRST_REFRESH;

  constructor(private readonly instances: number) {
    this.words = (instances + 31) >>> 5;
    this.always = new Int32Array(this.words);
    for (let instance = 0; instance < instances; instance++) add(this.always, 0, instance);
  }

  /** Looks at the trees of the instances again, when that is worth it. */
  refresh({ learner }: Lessons): void {
    const { count } = learner;
    if (count - this.madeAfter < this.next) return;
    this.madeAfter = count;
    this.next = Math.min(LAST_REFRESH, 2 * this.next);
    this.make(learner.trie, learner.steps);
  }

  private make({ nodes }: Trie, roots: number): void {
    this.always.fill(0);
    const groups = new Map<number, Group>();
    for (let instance = 0; instance < this.instances; instance++) {
      const node = nodes[roots + instance] as number;
      if (node > 0) {
        const look = nodes[node] as number;
        const group = groups.get(look) ?? { look, members: [] };
        groups.set(look, group);
        group.members.push({ instance, node });
      } else if (node !== DISABLED) add(this.always, 0, instance);
    }
    const tables = [...groups.values()];
    this.looks = Int32Array.from(tables, ({ look }) => look);
    this.places = new Int32Array(tables.length);
    let size = 0;
    for (const [g, { look }] of tables.entries()) {
      this.places[g] = size;
      size += this.words * valuesOf(look);
    }
    this.masks = new Int32Array(size);
    for (const [g, { look, members }] of tables.entries())
      for (const { instance, node } of members)
        for (let value = 0; value < valuesOf(look); value++)
          if (nodes[node + 1 + value] !== DISABLED)
            add(this.masks, (this.places[g] as number) + value * this.words, instance);
  }

  /** Puts the instances that may be enabled in the state at `base` into a bit set. */
  nominate(states: Int32Array, base: number, into: Int32Array): void {
    const { words, always, looks, places, masks } = this;
    for (let w = 0; w < words; w++) into[w] = always[w] as number;
    for (let g = 0; g < looks.length; g++) {
      const place = (places[g] as number) + seenBy(looks[g] as number, states, base) * words;
      for (let w = 0; w < words; w++) into[w] = (into[w] as number) | (masks[place + w] as number);
    }
  }
}

function add(bits: Int32Array, start: number, instance: number): void {
  const word = start + (instance >>> 5);
  bits[word] = (bits[word] as number) | (1 << (instance & 31));
}
