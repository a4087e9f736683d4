/** Handles to maps. */
import type { MapShape } from "../schema/shape.js";
import { checkKey } from "../schema/value.js";
import { CollectionHandle, readKeys } from "./collection-handle.js";
import { copyOf, SLOT } from "./copy.js";
import { pathAt, read, write } from "./handle.js";
import { entriesOf, type Slot } from "./slot.js";

/** A map as model code sees it. */
export class MapHandle extends CollectionHandle {
  get size(): number {
    return readKeys(this[SLOT]).length;
  }
  has(id: unknown): boolean {
    return readKeys(this[SLOT]).includes(keyIn(this[SLOT], id));
  }
  get(id: unknown): unknown {
    const key = keyIn(this[SLOT], id);
    return readKeys(this[SLOT]).includes(key) ? read(this[SLOT], key, shapeOf(this[SLOT]).of) : undefined;
  }
  set(id: unknown, value: unknown): void {
    const slot = this[SLOT];
    const entries = entriesOf(slot.data());
    slot.checkWriting();
    const key = keyIn(slot, id);
    const { of } = shapeOf(slot);
    if (entries.some(([other]) => other === key)) {
      write(slot, key, of, value);
      return;
    }
    const next = entries.findIndex(([other]) => other > key);
    entries.splice(next < 0 ? entries.length : next, 0, [key, copyOf(of, value, pathAt(slot, key))]);
  }
  delete(id: unknown): void {
    const slot = this[SLOT];
    const entries = entriesOf(slot.data());
    slot.checkWriting();
    const key = keyIn(slot, id);
    const index = entries.findIndex(([other]) => other === key);
    if (index < 0) return;
    entries.splice(index, 1);
    slot.kill((other) => other === key);
  }
  clear(): void {
    const slot = this[SLOT];
    slot.checkWriting();
    slot.items().length = 0;
    slot.kill(() => true);
  }
}

const shapeOf = (slot: Slot): MapShape => slot.shape as MapShape;
const keyIn = (slot: Slot, id: unknown): number => checkKey(shapeOf(slot), id, slot.path());
