/** Handles to records: one accessor a field. */
import type { RecordShape } from "../schema/shape.js";
import { SLOT } from "./copy.js";
import { Handle, read, write } from "./handle.js";
import type { Slot } from "./slot.js";

type RecordClass = new (slot: Slot) => Handle;
const classes = new WeakMap<RecordShape, RecordClass>();

/** The handle of a slot that holds a record; that of the whole state has `constants` too. */
export function recordHandle(shape: RecordShape, slot: Slot): Handle {
  let known = classes.get(shape);
  if (known === undefined) {
    known = classFor(shape, slot.parent === null);
    classes.set(shape, known);
  }
  return new known(slot);
}

function classFor(shape: RecordShape, isRoot: boolean): RecordClass {
  const made = class RecordHandle extends Handle {};
  for (const { name, shape: of } of shape.fields)
    Object.defineProperty(made.prototype, name, {
      get(this: Handle) {
        return read(this[SLOT], name, of);
      },
      set(this: Handle, value: unknown) {
        write(this[SLOT], name, of, value);
      },
    });
  if (isRoot)
    Object.defineProperty(made.prototype, "constants", {
      get(this: Handle) {
        return this[SLOT].session.constants;
      },
    });
  return made;
}
