/**
 * Values: states as plain data. Records are objects with their fields in the order of the schema, vectors and lists are
 * arrays, sets ascending arrays of ids, maps arrays of `[id, value]` in ascending order of ids, scalars themselves.
 */
import { DomainError } from "./errors.js";
import { decode, encode, type Scalar } from "./scalar.js";
import { describe, isScalar, type ScalarShape, type Shape } from "./shape.js";

/** A state, or a part of one, as plain data. Values of states are deeply frozen. */
export type Value = Scalar | readonly Value[] | { readonly [field: string]: Value };

/** The path of a record's field: `tasks[1].at`, or `turn` in the root, whose path is empty. */
export const fieldPath = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);
/** The path of an element of a vector, list or map: `tasks[1]`. */
export const itemPath = (path: string, key: string | number): string => `${path}[${key}]`;

/** The value that every field starts with: code 0 in each scalar, lists, sets and maps empty. Deeply frozen. */
export function initialValue(shape: Shape): Value {
  switch (shape.kind) {
    case "record":
      return Object.freeze(Object.fromEntries(shape.fields.map(({ name, shape: of }) => [name, initialValue(of)])));
    case "vector":
      return Object.freeze(Array.from({ length: shape.size }, () => initialValue(shape.of)));
    case "list":
    case "set":
    case "map":
      return Object.freeze([]);
    default:
      return decode(shape, 0);
  }
}

/** The value, if it lies in the domain. @throws DomainError otherwise. */
export function checkScalar(shape: ScalarShape, value: unknown, path: string): Scalar {
  if (encode(shape, value) < 0) throw new DomainError(path, value, describe(shape));
  // Negative zero, as arithmetic may make it, is stored as zero.
  return value === 0 ? 0 : (value as Scalar);
}

/** Checks that a value lies in the domain of its shape. @throws DomainError naming the innermost path that does not. */
export function checkValue(shape: Shape, value: unknown, path = ""): asserts value is Value {
  if (isScalar(shape)) {
    checkScalar(shape, value, path);
    return;
  }
  if (shape.kind === "record") {
    checkFields(shape.fields, value, path, describe(shape));
    for (const { name, shape: of } of shape.fields) checkValue(of, value[name], fieldPath(path, name));
    return;
  }
  const items = checkArray(shape, value, path);
  switch (shape.kind) {
    case "vector":
    case "list":
      if (shape.kind === "vector" ? items.length !== shape.size : items.length > shape.capacity)
        throw new DomainError(path, value, describe(shape));
      for (const [index, item] of items.entries()) checkValue(shape.of, item, itemPath(path, index));
      return;
    case "set":
      checkAscending(shape, items, path);
      return;
    case "map":
      checkAscending(
        shape,
        items.map((entry) => checkEntry(shape, entry, path)[0]),
        path,
      );
      for (const entry of items) {
        const [key, item] = checkEntry(shape, entry, path);
        checkValue(shape.of, item, itemPath(path, String(key)));
      }
  }
}

type Structure = Exclude<Shape, ScalarShape>;
type Keyed = Extract<Shape, { kind: "set" | "map" }>;

/** @throws DomainError when the value is no record with exactly these fields; a missing one is found by its own check. */
export function checkFields(
  fields: readonly { readonly name: string }[],
  value: unknown,
  path: string,
  domain: string,
): asserts value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new DomainError(path, value, domain);
  for (const [name, field] of Object.entries(value))
    if (!fields.some((known) => known.name === name))
      throw new DomainError(fieldPath(path, name), field, `empty: ${path || "the state"} has no field "${name}"`);
}

/** @throws DomainError when the value is no array. */
export function checkArray(shape: Structure, value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new DomainError(path, value, describe(shape));
  return value;
}

/** @throws DomainError when the value is no pair of a key and a value. */
export function checkEntry(shape: Structure, entry: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(entry) || entry.length !== 2) throw new DomainError(path, entry, describe(shape));
  return entry;
}

/** The id, if it may be a key of the set or map. @throws DomainError otherwise. */
export function checkKey(shape: Keyed, key: unknown, path: string): number {
  const of = { kind: "id", name: shape.name, size: shape.size, ghost: false } as const;
  if (encode(of, key) < 0) throw new DomainError(itemPath(path, String(key)), key, describe(of));
  return key as number;
}

function checkAscending(shape: Keyed, keys: readonly unknown[], path: string): void {
  let last = -1;
  for (const key of keys) {
    const id = checkKey(shape, key, path);
    if (id <= last) throw new DomainError(path, keys, `${describe(shape)}, in ascending order`);
    last = id;
  }
}
