/** Values as text for people. */
import { isArray } from "./equal.js";
import { isScalar, type Shape } from "./shape.js";
import { fieldPath, itemPath, type Value } from "./value.js";

/** Structures that fit into this many characters are printed on one line. */
const LINE = 100;

/** A value on one line: `{ at: "idle", on: null }`, lists and vectors in `[…]`, sets `{0, 2}`, maps `{1: …}`. */
export function printInline(shape: Shape, value: Value): string {
  if (isScalar(shape)) return JSON.stringify(value);
  switch (shape.kind) {
    case "record": {
      const record = value as Readonly<Record<string, Value>>;
      return braces(
        shape.fields.map(({ name, shape: of }) => `${name}: ${printInline(of, record[name] as Value)}`),
        " ",
      );
    }
    case "set":
      return braces((value as readonly Value[]).map(String), "");
    case "map":
      return braces(
        entriesOf(value).map(([key, item]) => `${key}: ${printInline(shape.of, item)}`),
        "",
      );
    default:
      return `[${(value as readonly Value[]).map((item) => printInline(shape.of, item)).join(", ")}]`;
  }
}

/** A value of unknown shape on one line: as {@link printInline}, but sets and maps look like the arrays that they are. */
export function printPlain(value: Value): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(printPlain).join(", ")}]`;
  return braces(
    Object.entries(value).map(([name, field]) => `${name}: ${printPlain(field)}`),
    " ",
  );
}

/**
 * A value over several lines, one for each field or element; what is too long for a line is indented below its name.
 * @param shape usually that of a whole state
 */
export function print(shape: Shape, value: Value): string {
  return (shape.kind === "record" ? fieldLines(shape.fields, value) : lines("", shape, value)).join("\n");
}

function fieldLines(fields: readonly { readonly name: string; readonly shape: Shape }[], value: Value): string[] {
  const record = value as Readonly<Record<string, Value>>;
  return fields.flatMap(({ name, shape }) => lines(fieldPath("", name), shape, record[name] as Value));
}

function lines(label: string, shape: Shape, value: Value): string[] {
  if (shape.kind === "record") {
    const line = `${label} ${printInline(shape, value)}`.trimStart();
    return line.length <= LINE ? [line] : [label, ...fieldLines(shape.fields, value).map((below) => `  ${below}`)];
  }
  if (isScalar(shape) || shape.kind === "set" || isScalar(shape.of) || (value as readonly Value[]).length === 0)
    return [label === "" ? printInline(shape, value) : `${label}: ${printInline(shape, value)}`];
  const of = shape.of;
  const entries = shape.kind === "map" ? entriesOf(value) : [...(value as readonly Value[]).entries()];
  return entries.flatMap(([key, item]) => lines(itemPath(label, key), of, item));
}

const entriesOf = (value: Value): readonly (readonly [number, Value])[] =>
  value as readonly (readonly [number, Value])[];

const braces = (parts: readonly string[], pad: string): string =>
  parts.length === 0 ? "{}" : `{${pad}${parts.join(", ")}${pad}}`;
