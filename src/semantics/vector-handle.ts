/** Handles to vectors. Elements that are structures can also be reached by number, as in `state.tasks[1]`. */
import { isScalar, type VectorShape } from "../schema/shape.js";
import { CollectionHandle } from "./collection-handle.js";
import { SLOT } from "./copy.js";
import { checkIndex, read, write } from "./handle.js";
import type { Slot } from "./slot.js";

/** A vector as model code sees it. */
export class VectorHandle extends CollectionHandle {
  get size(): number {
    return this[SLOT].items().length;
  }
  at(key: unknown): unknown {
    checkIndex(this[SLOT], key, this.size);
    return read(this[SLOT], key, shapeOf(this[SLOT]).of);
  }
  set(key: unknown, value: unknown): void {
    checkIndex(this[SLOT], key, this.size);
    write(this[SLOT], key, shapeOf(this[SLOT]).of, value);
  }
}

const shapeOf = (slot: Slot): VectorShape => slot.shape as VectorShape;
const classes = new WeakMap<VectorShape, typeof VectorHandle>();

/** The handle of a slot that holds a vector. */
export function vectorHandle(shape: VectorShape, slot: Slot): VectorHandle {
  let known = classes.get(shape);
  if (known === undefined) {
    known = isScalar(shape.of) ? VectorHandle : indexed(shape);
    classes.set(shape, known);
  }
  return new known(slot);
}

function indexed(shape: VectorShape): typeof VectorHandle {
  const made = class extends VectorHandle {};
  for (let index = 0; index < shape.size; index++)
    Object.defineProperty(made.prototype, index, {
      get(this: VectorHandle) {
        return read(this[SLOT], index, shape.of);
      },
    });
  return made;
}
