/** Random state shapes with interchangeable ids, random states of them, and what permutations make of values. */
import fc from "fast-check";
import { type Layout, layoutOf } from "../../../src/schema/layout.js";
import { valuesOf } from "../../../src/schema/scalar.js";
import {
  boolean,
  id,
  list,
  mapOf,
  oneOf,
  option,
  range,
  record,
  type Schema,
  setOf,
  vector,
} from "../../../src/schema/schema.js";
import { isScalar, type RecordShape, resolve, type Shape } from "../../../src/schema/shape.js";
import {
  type Interchangeable,
  interchangeable,
  kindsOf,
  type SymmetricKind,
} from "../../../src/schema/symmetry/kind.js";
import type { Permutation } from "../../../src/schema/symmetry/permute.js";
import type { Value } from "../../../src/schema/value.js";

/** A layout with the kinds that may be permuted in it. */
export interface World {
  readonly layout: Layout;
  readonly kinds: readonly SymmetricKind[];
}

const a = id("a", 4);
const b = id("b", 3);
const fixed = id("fixed", 2);
const declarations: readonly (readonly Interchangeable[])[] = [
  [interchangeable(a)],
  [interchangeable(a), interchangeable(b)],
  [interchangeable(b), interchangeable(a, { blocks: [1, 1, 2, 2] })],
  [interchangeable(a, { blocks: [1, 2, 2, 1] }), interchangeable(b, { blocks: [1, 2, 3] })],
  [interchangeable(a, { blocks: [1, 2, 3, 4], classes: [1, 2, 1, 1] })],
  [interchangeable(a, { classes: [1, 2, 1, 1] }), interchangeable(b)],
];

const plain = fc.constantFrom<Schema>(boolean(), range(-1, 2), oneOf("x", "y", "z"), option(fixed), fixed);
const ids = fc.constantFrom<Schema>(a, b, option(a), option(b), setOf(a), setOf(b));
const leaf = fc.oneof(plain, ids);

const shapes = (depth: number): fc.Arbitrary<Schema> => {
  if (depth === 0) return leaf;
  const inner = shapes(depth - 1);
  return fc.oneof(
    leaf,
    fc.tuple(inner, inner).map(([x, y]) => record({ x, y })),
    inner.map((of) => vector(a, of)),
    inner.map((of) => vector(b, of)),
    inner.map((of) => vector(2, of)),
    inner.map((of) => list(2, of)),
    inner.map((of) => mapOf(a, of)),
    inner.map((of) => mapOf(b, of)),
    inner.map((of) => vector(fixed, of)),
  );
};

/** Layouts with permutations; `sortable` ones have no relations between ids. */
export const anyWorld = (sortable: boolean): fc.Arbitrary<World> =>
  fc
    .tuple(
      sortable
        ? fc.array(
            fc.oneof(
              plain,
              fc.tuple(plain, plain).map(([x, y]) => vector(a, record({ x, y }))),
              plain.map((of) => vector(b, of)),
              plain.map((of) => mapOf(a, of)),
              fc.constant(setOf(a)),
              fc.constant(vector(a, range(0, 2 ** 30))),
            ),
            { minLength: 1, maxLength: 4 },
          )
        : fc.array(shapes(3), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...declarations),
    )
    .map(([fields, declared]) => {
      const shape = resolve(record(Object.fromEntries(fields.map((field, n) => [`f${n}`, field]))), {}) as RecordShape;
      return { layout: layoutOf(shape), kinds: kindsOf(declared, {}) };
    });

/** A value of a shape, from random numbers; low entropy, so that many ids look alike. */
export function anyValue(shape: Shape, next: (below: number) => number): Value {
  if (isScalar(shape)) {
    const values = shape.kind === "range" && shape.to > 9 ? [0, 1, shape.to] : valuesOf(shape);
    return (next(2) === 0 ? values[0] : values[next(values.length)]) as Value;
  }
  switch (shape.kind) {
    case "record":
      return Object.fromEntries(shape.fields.map(({ name, shape: of }) => [name, anyValue(of, next)]));
    case "vector":
      return Array.from({ length: shape.size }, () => anyValue(shape.of, next));
    case "list":
      return Array.from({ length: next(shape.capacity + 1) }, () => anyValue(shape.of, next));
    case "set":
      return keys(shape.size).filter(() => next(2) === 0);
    case "map":
      return keys(shape.size)
        .filter(() => next(2) === 0)
        .map((key) => [key, anyValue(shape.of, next)]);
  }
}

const keys = (size: number): number[] => Array.from({ length: size }, (_, n) => n);

/** What a permutation makes of a value: written for values, as a check on what is written for packed words. */
export function permuted(shape: Shape, value: Value, kinds: readonly SymmetricKind[], by: Permutation): Value {
  const moved = (name: string | null, key: number): number => {
    const kind = kinds.findIndex((one) => one.name === name);
    return kind < 0 ? key : ((by[kind] as readonly number[])[key] as number);
  };
  switch (shape.kind) {
    case "id":
      return moved(shape.name, value as number);
    case "option":
      return value === null ? null : permuted(shape.of, value, kinds, by);
    case "record":
      return Object.fromEntries(
        shape.fields.map(({ name, shape: of }) => [
          name,
          permuted(of, (value as Readonly<Record<string, Value>>)[name] as Value, kinds, by),
        ]),
      );
    case "vector": {
      const result: Value[] = [];
      for (const [key, item] of (value as readonly Value[]).entries())
        result[moved(shape.key, key)] = permuted(shape.of, item, kinds, by);
      return result;
    }
    case "list":
      return (value as readonly Value[]).map((item) => permuted(shape.of, item, kinds, by));
    case "set":
      return (value as readonly number[]).map((key) => moved(shape.name, key)).sort((x, y) => x - y);
    case "map":
      return (value as readonly (readonly [number, Value])[])
        .map(([key, item]): [number, Value] => [moved(shape.name, key), permuted(shape.of, item, kinds, by)])
        .sort(([x], [y]) => x - y);
    default:
      return value;
  }
}

/** Every permutation that generators make: of one kind, and of all kinds. */
export function allPermutations(
  kinds: readonly SymmetricKind[],
  generators: (kind: SymmetricKind) => number[][],
): Permutation[] {
  return kinds.reduce<number[][][]>(
    (partial, kind) => partial.flatMap((chosen) => closure(kind.size, generators(kind)).map((one) => [...chosen, one])),
    [[]],
  );
}

function closure(size: number, generators: readonly (readonly number[])[]): number[][] {
  const found = [keys(size)];
  const seen = new Set([keys(size).join()]);
  for (const one of found)
    for (const generator of generators) {
      const next = one.map((id) => generator[id] as number);
      if (!seen.has(next.join())) {
        seen.add(next.join());
        found.push(next);
      }
    }
  return found;
}
