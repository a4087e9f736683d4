/** A schema with its sizes worked out for one scope: what layouts, views, printers and checks are made from. */
import { SchemaError } from "./errors.js";
import type { Schema, Scope, Size } from "./schema.js";

/** A single value. */
export type ScalarShape =
  | { readonly kind: "boolean"; readonly ghost: boolean }
  | { readonly kind: "range"; readonly from: number; readonly to: number; readonly ghost: boolean }
  | { readonly kind: "enum"; readonly values: readonly string[]; readonly ghost: boolean }
  | { readonly kind: "id"; readonly name: string; readonly size: number; readonly ghost: boolean }
  | { readonly kind: "option"; readonly of: ScalarShape; readonly ghost: boolean };

/** Named fields, in the order of the schema. */
export interface RecordShape {
  readonly kind: "record";
  readonly fields: readonly { readonly name: string; readonly shape: Shape }[];
  readonly ghost: boolean;
}
/** A fixed number of elements. */
export interface VectorShape {
  readonly kind: "vector";
  /** The id kind of the keys, or `null` for plain positions. */
  readonly key: string | null;
  readonly size: number;
  readonly of: Shape;
  readonly ghost: boolean;
}
/** An ordered list of bounded length. */
export interface ListShape {
  readonly kind: "list";
  readonly capacity: number;
  readonly of: Shape;
  readonly ghost: boolean;
}
/** A set of ids. */
export interface SetShape {
  readonly kind: "set";
  readonly name: string;
  readonly size: number;
  readonly ghost: boolean;
}
/** A partial map from ids. */
export interface MapShape {
  readonly kind: "map";
  readonly name: string;
  readonly size: number;
  readonly of: Shape;
  readonly ghost: boolean;
}
/** Any resolved shape. */
export type Shape = ScalarShape | RecordShape | VectorShape | ListShape | SetShape | MapShape;

/** Whether a shape is a single value rather than a structure. */
export const isScalar = (shape: Shape): shape is ScalarShape =>
  shape.kind === "boolean" ||
  shape.kind === "range" ||
  shape.kind === "enum" ||
  shape.kind === "id" ||
  shape.kind === "option";

/** The largest number of ids that a set or a map may have as keys: their membership is one machine word. */
export const MOST_KEYS = 31;
/** The largest number of values a scalar may take. */
export const MOST_VALUES = 2 ** 31;

const KINDS: ReadonlySet<string> = new Set([
  ...["boolean", "range", "enum", "id", "option", "record", "vector", "list", "set", "map"],
]);
const RESERVED = new Set(["constants", "constructor", "__proto__"]);

/**
 * Works out every size of a schema.
 * @throws SchemaError naming the path, when there is no schema, a size is not a sensible number, a name is reserved or a domain is empty.
 */
export function resolve(schema: Schema, scope: Scope, path = "state", ghost = false): Shape {
  // What the compiler forbids, a model in plain JavaScript may still do.
  if (!KINDS.has((schema as Partial<Schema> | null | undefined)?.kind ?? ""))
    throw new SchemaError(
      path,
      `this is no schema, but ${typeof schema === "function" ? "a function (not called?)" : String(schema)}`,
    );
  const hidden = ghost || schema.ghost === true;
  const size = (of: Size, least: number): number => sizeIn(of, scope, path, least);
  switch (schema.kind) {
    case "boolean":
      return { kind: "boolean", ghost: hidden };
    case "range": {
      const from = size(schema.from, Number.MIN_SAFE_INTEGER);
      const to = size(schema.to, Number.MIN_SAFE_INTEGER);
      if (to < from) throw new SchemaError(path, `the range ${from}…${to} is empty`);
      if (to - from + 1 > MOST_VALUES - 1) throw new SchemaError(path, `the range ${from}…${to} has too many values`);
      return { kind: "range", from, to, ghost: hidden };
    }
    case "enum":
      if (new Set(schema.values).size !== schema.values.length) throw new SchemaError(path, "a value is named twice");
      return { kind: "enum", values: schema.values, ghost: hidden };
    case "id":
      return { kind: "id", name: schema.name, size: size(schema.size, 1), ghost: hidden };
    case "option": {
      const of = resolve(schema.of, scope, path, hidden);
      if (!isScalar(of) || of.kind === "option") throw new SchemaError(path, "an option holds a plain scalar");
      return { kind: "option", of, ghost: hidden };
    }
    case "record":
      return {
        kind: "record",
        ghost: hidden,
        fields: Object.entries(schema.fields).map(([name, field]) => {
          if (RESERVED.has(name) || name.startsWith("$"))
            throw new SchemaError(`${path}.${name}`, "this name is reserved");
          return { name, shape: resolve(field, scope, `${path}.${name}`, hidden) };
        }),
      };
    case "vector":
      return {
        kind: "vector",
        key: schema.key === null ? null : schema.key.name,
        size: size(schema.size, 0),
        of: resolve(schema.of, scope, `${path}[]`, hidden),
        ghost: hidden,
      };
    case "list":
      return {
        kind: "list",
        capacity: size(schema.capacity, 0),
        of: resolve(schema.of, scope, `${path}[]`, hidden),
        ghost: hidden,
      };
    case "set":
      return { kind: "set", name: schema.of.name, size: keys(size(schema.of.size, 1), path), ghost: hidden };
    case "map":
      return {
        kind: "map",
        name: schema.key.name,
        size: keys(size(schema.key.size, 1), path),
        of: resolve(schema.of, scope, `${path}[]`, hidden),
        ghost: hidden,
      };
  }
}

/** The value of a size in a scope. @throws SchemaError when it is no whole number or below `least`. */
export function sizeIn(size: Size, scope: Scope, path: string, least = 0): number {
  const value = typeof size === "number" ? size : typeof size === "string" ? scope[size] : size(scope);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least)
    throw new SchemaError(path, `the size${typeof size === "string" ? ` "${size}"` : ""} is ${String(value)}`);
  return value;
}

function keys(size: number, path: string): number {
  if (size > MOST_KEYS) throw new SchemaError(path, `sets and maps take at most ${MOST_KEYS} ids, not ${size}`);
  return size;
}

/** A shape in one line, for messages: `0…4`, `"idle" | "busy"`, `task 0…2 or null`. */
export function describe(shape: Shape): string {
  switch (shape.kind) {
    case "boolean":
      return "true or false";
    case "range":
      return `${shape.from}…${shape.to}`;
    case "enum":
      return shape.values.map((value) => JSON.stringify(value)).join(" | ");
    case "id":
      return `${shape.name} 0…${shape.size - 1}`;
    case "option":
      return `${describe(shape.of)} or null`;
    case "record":
      return `{ ${shape.fields.map(({ name, shape: of }) => `${name}: ${describe(of)}`).join(", ")} }`;
    case "vector":
      return `${shape.size} of ${describe(shape.of)}`;
    case "list":
      return `list of at most ${shape.capacity} of ${describe(shape.of)}`;
    case "set":
      return `set of ${shape.name} 0…${shape.size - 1}`;
    case "map":
      return `map from ${shape.name} 0…${shape.size - 1} to ${describe(shape.of)}`;
  }
}
