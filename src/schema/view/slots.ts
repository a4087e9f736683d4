/**
 * The handles to the slots of a list or map of structures. A handle dies when its slot is removed or moved; the slot
 * then gets another one. All are kept and live again in the next step, so that a step allocates only the first time.
 */
import type { Placed } from "../layout.js";
import type { Restorable, Tree, View } from "./tree.js";

/** The handles of one list or map. */
export class Slots {
  /** The living handle of each slot. */
  readonly items: View[];
  private readonly incarnations: View[][];
  private readonly current: number[];
  private touched = false;

  constructor(
    private readonly tree: Tree,
    private readonly owner: View & Restorable,
    private readonly placed: readonly Placed[],
    private readonly build: (placed: Placed, parent: View, key: string | number) => View,
  ) {
    this.incarnations = placed.map((slot, key) => [build(slot, owner, key)]);
    this.items = this.incarnations.map(([first]) => first as View);
    this.current = placed.map(() => 0);
    tree.restorable.push(owner);
  }

  /** The handle of a slot dies; a fresh one takes its place. */
  kill(slot: number): void {
    (this.items[slot] as View).$kill();
    const next = (this.current[slot] as number) + 1;
    this.current[slot] = next;
    const known = this.incarnations[slot] as View[];
    if (known.length <= next) known.push(this.build(this.placed[slot] as Placed, this.owner, slot));
    this.items[slot] = known[next] as View;
    if (!this.touched) {
      this.touched = true;
      this.tree.touched.push(this.owner);
    }
  }

  restore(): void {
    if (!this.touched) return;
    this.touched = false;
    this.incarnations.forEach((known, slot) => {
      for (let n = 0; n < (this.current[slot] as number); n++) (known[n] as View).$revive();
      this.current[slot] = 0;
      this.items[slot] = known[0] as View;
    });
  }

  /** When the collection itself sits in a slot that was removed. */
  killAll(): void {
    for (const known of this.incarnations) for (const view of known) view.$kill();
  }

  reviveAll(): void {
    for (const known of this.incarnations) for (const view of known) view.$revive();
  }
}
