/**
 * Which instances are worth a look in a state. Most instances are refused by the first bits that their guards look at;
 * instances that begin with the same look share a table, which names by value those that are not refused at once.
 * The tables are made anew now and then: what was learnt since only shortens the list, so an old table is still right.
 */
import type { Trie } from "./trie.js";

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
  readonly always: Int32Array;
  /** The first look of each group, and the place of its table in `masks`. */
  looks = new Int32Array(0);
  places = new Int32Array(0);
  /** By group and value, one bit set each. */
  masks = new Int32Array(0);

  constructor(private readonly instances: number) {
    this.words = (instances + 31) >>> 5;
    this.always = new Int32Array(this.words);
    for (let instance = 0; instance < instances; instance++) add(this.always, 0, instance);
  }

  /**
   * Looks at the trees of the instances again.
   * @param roots the place of the first instance's tree; the others follow
   * @param refused the leaf of steps that are not enabled
   */
  refresh({ nodes }: Trie, roots: number, refused: number): void {
    this.always.fill(0);
    const groups = new Map<number, Group>();
    for (let instance = 0; instance < this.instances; instance++) {
      const node = nodes[roots + instance] as number;
      if (node > 0) {
        const look = nodes[node] as number;
        const group = groups.get(look) ?? { look, members: [] };
        groups.set(look, group);
        group.members.push({ instance, node });
      } else if (node !== refused) add(this.always, 0, instance);
    }
    const tables = [...groups.values()];
    this.looks = Int32Array.from(tables, ({ look }) => look);
    this.places = new Int32Array(tables.length);
    let size = 0;
    for (const [g, { look }] of tables.entries()) {
      this.places[g] = size;
      size += this.words << (look & 15);
    }
    this.masks = new Int32Array(size);
    for (const [g, { look, members }] of tables.entries())
      for (const { instance, node } of members)
        for (let value = 0; value < 1 << (look & 15); value++)
          if (nodes[node + 1 + value] !== refused)
            add(this.masks, (this.places[g] as number) + value * this.words, instance);
  }
}

function add(bits: Int32Array, start: number, instance: number): void {
  const word = start + (instance >>> 5);
  bits[word] = (bits[word] as number) | (1 << (instance & 31));
}
