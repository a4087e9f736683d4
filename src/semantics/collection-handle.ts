/** Searching and walking, the same for vectors, lists, sets and maps: in ascending order of keys. */
import { ModelError } from "../schema/errors.js";
import { SLOT } from "./copy.js";
import { Handle, read } from "./handle.js";
import { entriesOf, type Slot } from "./slot.js";

type Test = (element: unknown, key: number) => unknown;

/** What the handles of all collections share. */
export class CollectionHandle extends Handle {
  some(test: Test): boolean {
    return find(this[SLOT], test, true) !== undefined;
  }
  every(test: Test): boolean {
    return find(this[SLOT], test, false) === undefined;
  }
  count(test: Test): number {
    let total = 0;
    search(this[SLOT], (element, key) => {
      if (test(element, key)) total++;
      return false;
    });
    return total;
  }
  first(test: Test): unknown {
    const key = find(this[SLOT], test, true);
    return key === undefined ? undefined : elementAt(this[SLOT], key);
  }
  firstKey(test: Test): number | undefined {
    return find(this[SLOT], test, true);
  }
  forEach(visit: Test): void {
    const slot = this[SLOT];
    for (const key of readKeys(slot)) if (keysOf(slot).includes(key)) visit(elementAt(slot, key), key);
  }
}

/** The keys that are present now; reading them, like the length of a list, is reading the collection. */
export function readKeys(slot: Slot): number[] {
  // How many elements a vector has is no secret.
  if (slot.shape.kind !== "vector") slot.checkReading();
  return keysOf(slot);
}

/** The keys that are present now, ascending. @throws ModelError when the slot is gone. */
export function keysOf(slot: Slot): number[] {
  const items = slot.items();
  switch (slot.shape.kind) {
    case "set":
      return [...(items as number[])];
    case "map":
      return entriesOf(items).map(([key]) => key);
    default:
      return [...items.keys()];
  }
}

/** The element under a key that is present: an id in a set, a scalar, or a handle. */
export function elementAt(slot: Slot, key: number): unknown {
  const { shape } = slot;
  return shape.kind === "set" || shape.kind === "record" ? key : read(slot, key, shape.of);
}

const find = (slot: Slot, test: Test, wanted: boolean): number | undefined =>
  search(slot, (element, key) => Boolean(test(element, key)) === wanted);

/** The first key that passes. @throws ModelError when the callback adds or removes elements. */
function search(slot: Slot, test: (element: unknown, key: number) => boolean): number | undefined {
  const keys = readKeys(slot);
  const { resized } = slot;
  for (const key of keys) {
    const found = test(elementAt(slot, key), key);
    if (slot.session.writes && (slot.resized !== resized || !same(keysOf(slot), keys)))
      throw new ModelError(`${slot.path()} was changed while it was being searched`);
    if (found) return key;
  }
  return undefined;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index]);
