/** What changed between two values of a shape, in terms of the schema. */
import { equal } from "./equal.js";
import { printPlain } from "./print.js";
import { isScalar, type Shape } from "./shape.js";
import { fieldPath, itemPath, type Value } from "./value.js";

/** One difference between two states. */
export interface Change {
  /**
   * `tasks[1].at`. For an element added to or removed from a list or set the path of the collection, for a map entry
   * that of the entry. Positions inside a list count in the value after the change.
   */
  readonly path: string;
  readonly kind: "changed" | "added" | "removed";
  /** Absent for what was added. */
  readonly before?: Value;
  /** Absent for what was removed. */
  readonly after?: Value;
}

/** `tasks[1].at: "idle" → "busy"`, `leases: + { owner: 1 }`, `open: -1`. */
export function printChange(change: Change): string {
  if (change.kind === "changed")
    return `${change.path}: ${printPlain(change.before as Value)} → ${printPlain(change.after as Value)}`;
  const value = (change.kind === "added" ? change.after : change.before) as Value;
  const sign = change.kind === "added" ? "+" : "-";
  return `${change.path}: ${sign}${typeof value === "object" && value !== null ? " " : ""}${printPlain(value)}`;
}

/**
 * The changes from one value to another, in the order of the schema. List elements are matched so that few changes
 * remain: an element that was inserted or removed is one change, not a cascade of shifted fields.
 */
export function diff(shape: Shape, before: Value, after: Value, path = ""): Change[] {
  if (equal(before, after)) return [];
  if (isScalar(shape)) return [{ path, kind: "changed", before, after }];
  if (shape.kind === "record") {
    const from = before as Readonly<Record<string, Value>>;
    const to = after as Readonly<Record<string, Value>>;
    return shape.fields.flatMap(({ name, shape: of }) =>
      diff(of, from[name] as Value, to[name] as Value, fieldPath(path, name)),
    );
  }
  const from = before as readonly Value[];
  const to = after as readonly Value[];
  switch (shape.kind) {
    case "vector":
      return from.flatMap((item, index) => diff(shape.of, item, to[index] as Value, itemPath(path, index)));
    case "list":
      return diffLists(shape.of, from, to, path);
    case "set":
      return [
        ...to.filter((id) => !from.includes(id)).map((id): Change => ({ path, kind: "added", after: id })),
        ...from.filter((id) => !to.includes(id)).map((id): Change => ({ path, kind: "removed", before: id })),
      ];
    case "map":
      return diffMaps(shape.of, new Map(from as Entries), new Map(to as Entries), path);
  }
}

type Entries = readonly (readonly [number, Value])[];

function diffMaps(of: Shape, from: Map<number, Value>, to: Map<number, Value>, path: string): Change[] {
  const keys = [...new Set([...from.keys(), ...to.keys()])].sort((a, b) => a - b);
  return keys.flatMap((key) => {
    const [before, after] = [from.get(key), to.get(key)];
    const at = itemPath(path, key);
    if (before === undefined) return after === undefined ? [] : [{ path: at, kind: "added", after }];
    return after === undefined ? [{ path: at, kind: "removed", before }] : diff(of, before, after, at);
  });
}

/** Edit distance: an element may stay, change in place, go or come; the cheapest way is what is reported. */
function diffLists(of: Shape, from: readonly Value[], to: readonly Value[], path: string): Change[] {
  const comeOrGo = Math.max(1, scalars(of) / 4);
  // ways[i][j]: the cheapest way from the first i elements to the first j.
  const ways: Way[][] = [];
  for (let i = 0; i <= from.length; i++) {
    const row: Way[] = [];
    ways.push(row);
    for (let j = 0; j <= to.length; j++) {
      const [before, after] = [from[i - 1], to[j - 1]];
      const candidates: Way[] = [];
      const extend = (way: Way | undefined, cost: number, changes: readonly Change[]): void => {
        if (way !== undefined) candidates.push({ cost: way.cost + cost, changes: [...way.changes, ...changes] });
      };
      if (i === 0 && j === 0) candidates.push({ cost: 0, changes: [] });
      if (before !== undefined && after !== undefined) {
        const changes = diff(of, before, after, itemPath(path, j - 1));
        // A tie goes to a removal and an addition, unless nothing changed.
        extend(ways[i - 1]?.[j - 1], changes.length === 0 ? 0 : changes.length + 0.5, changes);
      }
      if (after !== undefined) extend(row[j - 1], comeOrGo, [{ path, kind: "added", after }]);
      if (before !== undefined) extend(ways[i - 1]?.[j], comeOrGo, [{ path, kind: "removed", before }]);
      row.push(candidates.reduce((best, way) => (way.cost < best.cost ? way : best)));
    }
  }
  return [...((ways[from.length] as Way[])[to.length] as Way).changes];
}

interface Way {
  readonly cost: number;
  readonly changes: readonly Change[];
}

/** How many scalars a value of the shape has, a collection counting as one. */
function scalars(shape: Shape): number {
  if (shape.kind === "record") return shape.fields.reduce((sum, field) => sum + scalars(field.shape), 0);
  return shape.kind === "vector" ? shape.size * scalars(shape.of) : 1;
}
