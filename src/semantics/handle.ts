/** What all handles share, and reading and writing through them. */
import { ModelError } from "../schema/errors.js";
import { isScalar, type Shape } from "../schema/shape.js";
import { fieldPath, itemPath } from "../schema/value.js";
import { assign } from "./assign.js";
import { copyOf, SLOT } from "./copy.js";
import { replaceAt, type Slot, valueAt } from "./slot.js";

/** A handle: what guards, effects and properties see of a structure. */
export abstract class Handle {
  readonly #slot: Slot;
  constructor(slot: Slot) {
    this.#slot = slot;
  }
  // An accessor of the class, no field of the object: a spread handle is no handle.
  get [SLOT](): Slot {
    return this.#slot;
  }
}

/** The path of a part of a slot. */
export function pathAt(slot: Slot, key: string | number): string {
  return slot.shape.kind === "record" ? fieldPath(slot.path(), String(key)) : itemPath(slot.path(), key);
}

/** A field or element that exists, as model code sees it: a scalar, or a handle. */
export function read(slot: Slot, key: string | number, shape: Shape): unknown {
  const data = slot.data();
  if (!isScalar(shape)) return slot.child(key, shape).handle();
  slot.checkReading(shape, () => pathAt(slot, key));
  return valueAt(slot.shape, data, key);
}

/** Stores a scalar, or copies a structure into the one that exists. */
export function write(slot: Slot, key: string | number, shape: Shape, value: unknown): void {
  const data = slot.data();
  const path = pathAt(slot, key);
  slot.checkWriting(() => path);
  const copy = copyOf(shape, value, path);
  if (isScalar(shape)) replaceAt(slot.shape, data, key, copy);
  else assign(slot.child(key, shape), copy);
}

/** @throws ModelError unless the key is that of an element. */
export function checkIndex(slot: Slot, key: unknown, size: number): asserts key is number {
  if (!Number.isInteger(key) || Object.is(key, -0) || (key as number) < 0 || (key as number) >= size)
    throw new ModelError(`${slot.path()} has no element ${String(key)}: it has ${size}`);
}
