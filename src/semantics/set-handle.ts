/** Handles to sets. */
import type { SetShape } from "../schema/shape.js";
import { checkKey } from "../schema/value.js";
import { CollectionHandle, readKeys } from "./collection-handle.js";
import { SLOT } from "./copy.js";
import type { Slot } from "./slot.js";

/** A set as model code sees it. */
export class SetHandle extends CollectionHandle {
  get size(): number {
    return readKeys(this[SLOT]).length;
  }
  has(id: unknown): boolean {
    return readKeys(this[SLOT]).includes(keyIn(this[SLOT], id));
  }
  add(id: unknown): void {
    const slot = this[SLOT];
    const ids = slot.items();
    slot.checkWriting();
    const key = keyIn(slot, id);
    if (ids.includes(key)) return;
    const next = ids.findIndex((other) => Number(other) > key);
    ids.splice(next < 0 ? ids.length : next, 0, key);
  }
  delete(id: unknown): void {
    const slot = this[SLOT];
    const ids = slot.items();
    slot.checkWriting();
    const index = ids.indexOf(keyIn(slot, id));
    if (index >= 0) ids.splice(index, 1);
  }
  clear(): void {
    const slot = this[SLOT];
    const ids = slot.items();
    slot.checkWriting();
    ids.length = 0;
  }
}

const keyIn = (slot: Slot, id: unknown): number => checkKey(slot.shape as SetShape, id, slot.path());
