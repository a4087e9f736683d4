/** Handles to lists. */
import { ModelError } from "../schema/errors.js";
import type { ListShape } from "../schema/shape.js";
import { CollectionHandle, elementAt, readKeys } from "./collection-handle.js";
import { copyOf, SLOT } from "./copy.js";
import { checkIndex, pathAt, read, write } from "./handle.js";
import type { Slot, Walk } from "./slot.js";

/** A list as model code sees it. */
export class ListHandle extends CollectionHandle {
  get length(): number {
    return readKeys(this[SLOT]).length;
  }
  at(index: unknown): unknown {
    const slot = this[SLOT];
    checkIndex(slot, index, slot.items().length);
    return read(slot, index, shapeOf(slot).of);
  }
  set(index: unknown, value: unknown): void {
    const slot = this[SLOT];
    checkIndex(slot, index, slot.items().length);
    write(slot, index, shapeOf(slot).of, value);
  }
  push(value: unknown): void {
    const slot = this[SLOT];
    const items = slot.items();
    const { capacity, of } = shapeOf(slot);
    slot.checkWriting();
    if (items.length >= capacity) throw new ModelError(`${slot.path()} is full: it holds at most ${capacity}`);
    items.push(copyOf(of, value, pathAt(slot, items.length)));
    slot.resized++;
  }
  removeAt(index: unknown): void {
    const slot = this[SLOT];
    const items = slot.items();
    slot.checkWriting();
    checkIndex(slot, index, items.length);
    items.splice(index, 1);
    slot.resized++;
    slot.kill((key) => Number(key) >= index);
    for (const walk of slot.walks) {
      if (index < walk.next) walk.next--;
      if (index < walk.end) walk.end--;
    }
  }
  clear(): void {
    const slot = this[SLOT];
    slot.checkWriting();
    for (let last = slot.items().length - 1; last >= 0; last--) this.removeAt(last);
  }
  /** The walk follows its members through removals: those that come later move up, those that are gone are passed over. */
  override forEach(visit: (element: unknown, index: number) => void): void {
    const slot = this[SLOT];
    const walk: Walk = { next: 0, end: readKeys(slot).length };
    slot.walks.push(walk);
    try {
      while (walk.next < walk.end) {
        const index = walk.next++;
        visit(elementAt(slot, index), index);
      }
    } finally {
      slot.walks.splice(slot.walks.indexOf(walk), 1);
    }
  }
}

const shapeOf = (slot: Slot): ListShape => slot.shape as ListShape;
