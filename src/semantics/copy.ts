/** Copies of what an effect hands in: handles, plain data, or plain data with handles inside. */
import { DomainError, ModelError } from "../schema/errors.js";
import { describe, isScalar, type Shape } from "../schema/shape.js";
import { checkArray, checkEntry, checkFields, checkKey, checkScalar, fieldPath, itemPath } from "../schema/value.js";
import type { Data, Slot } from "./slot.js";

/** Under this symbol a handle keeps its slot. */
export const SLOT = Symbol("slot");

/** The slot behind a handle, or `null` for anything else. */
function slotOf(input: unknown): Slot | null {
  return typeof input === "object" && input !== null && SLOT in input ? (input[SLOT] as Slot) : null;
}

/**
 * A deep copy in the form of values, sharing nothing with the input. Complete before anything is written, so that
 * `draft.pair = { left: draft.pair.right, right: draft.pair.left }` swaps.
 * @param path where the copy will be stored
 * @throws DomainError for anything outside the shape's domain: a wrong type, a missing or an unknown field.
 */
export function copyOf(shape: Shape, input: unknown, path: string): Data {
  if (isScalar(shape)) return checkScalar(shape, input, path);
  const slot = slotOf(input);
  if (slot !== null) {
    if (slot.shape.kind !== shape.kind)
      throw new ModelError(`${path} cannot be the ${slot.shape.kind} ${slot.path()}: its domain is ${describe(shape)}`);
    if (!slot.session.readsGhosts) checkGhosts(slot.shape, shape, slot.path());
    return copyOf(shape, slot.data(), path);
  }
  if (shape.kind === "record") {
    checkFields(shape.fields, input, path, describe(shape));
    const copy: Record<string, Data> = {};
    for (const { name, shape: of } of shape.fields) copy[name] = copyOf(of, input[name], fieldPath(path, name));
    return copy;
  }
  const items = checkArray(shape, input, path);
  switch (shape.kind) {
    case "set":
      return [...new Set(items.map((id) => checkKey(shape, id, path)))].sort((a, b) => a - b);
    case "map": {
      const copies = new Map<number, Data>();
      for (const entry of items) {
        const [id, item] = checkEntry(shape, entry, path);
        const key = checkKey(shape, id, path);
        if (copies.has(key)) throw new ModelError(`${itemPath(path, key)} is given twice`);
        copies.set(key, copyOf(shape.of, item, itemPath(path, key)));
      }
      return [...copies].sort(([a], [b]) => a - b);
    }
    case "list":
      if (items.length > shape.capacity)
        throw new ModelError(`${path} is full: it holds at most ${shape.capacity}, not ${items.length}`);
      break;
    case "vector":
      if (items.length !== shape.size) throw new DomainError(path, input, describe(shape));
  }
  // Not `map`: it would keep the holes of a sparse array.
  return Array.from(items, (item, index) => copyOf(shape.of, item, itemPath(path, index)));
}

/** Copying a ghost into a ghost reads nothing; copying it to where guards and effects look does. */
function checkGhosts(from: Shape, to: Shape, path: string): void {
  if (from.ghost && !to.ghost) throw new ModelError(`${path} is a ghost: only properties may read it`);
  if (from.kind === "record" && to.kind === "record")
    for (const field of to.fields) {
      const source = from.fields.find(({ name }) => name === field.name);
      if (source !== undefined) checkGhosts(source.shape, field.shape, fieldPath(path, field.name));
    }
  else if ("of" in from && "of" in to && from.kind !== "option") checkGhosts(from.of, to.of, `${path}[]`);
}
