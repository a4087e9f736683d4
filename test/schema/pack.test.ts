import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equal } from "../../src/schema/equal.js";
import { DomainError } from "../../src/schema/errors.js";
import { layoutOf } from "../../src/schema/layout.js";
import { pack, unpack } from "../../src/schema/pack.js";
import { valuesOf } from "../../src/schema/scalar.js";
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
} from "../../src/schema/schema.js";
import { isScalar, type RecordShape, resolve, type Shape } from "../../src/schema/shape.js";
import { initialValue, type Value } from "../../src/schema/value.js";

const scalars: fc.Arbitrary<Schema> = fc.oneof(
  fc.constant(boolean()),
  fc.tuple(fc.integer({ min: -5, max: 5 }), fc.nat(40)).map(([from, size]) => range(from, from + size)),
  fc.constantFrom(oneOf("a"), oneOf("a", "b", "c"), option(oneOf("x", "y")), option(range(1, 4))),
  fc.integer({ min: 1, max: 6 }).map((size) => id("k", size)),
);
/** Any schema, up to three structures deep. */
const schemas = (depth: number): fc.Arbitrary<Schema> => {
  if (depth === 0) return scalars;
  const below = schemas(depth - 1);
  const key = fc.constantFrom(1, 3, 31).map((size) => id("k", size));
  return fc.oneof(
    scalars,
    fc.dictionary(fc.constantFrom("a", "b", "c"), below).map(record),
    fc.tuple(fc.nat(3), below).map(([size, of]) => vector(size, of)),
    fc.tuple(fc.nat(3), below).map(([size, of]) => list(size, of)),
    key.map(setOf),
    fc.tuple(fc.constantFrom(1, 3), below).map(([size, of]) => mapOf(id("k", size), of)),
  );
};
const values = (shape: Shape): fc.Arbitrary<Value> => {
  if (isScalar(shape)) return fc.constantFrom(...valuesOf(shape));
  switch (shape.kind) {
    case "record":
      return fc.record(Object.fromEntries(shape.fields.map(({ name, shape: of }) => [name, values(of)])), {
        noNullPrototype: true,
      });
    case "vector":
      return fc.array(values(shape.of), { minLength: shape.size, maxLength: shape.size });
    case "list":
      return fc.array(values(shape.of), { maxLength: shape.capacity });
    case "set":
      return fc.subarray([...Array(shape.size).keys()]);
    case "map":
      return fc
        .subarray([...Array(shape.size).keys()])
        .chain((keys) => fc.tuple(...keys.map((key) => values(shape.of).map((value): Value => [key, value]))));
  }
};
const shapes = fc
  .dictionary(fc.constantFrom("p", "q", "r", "s"), schemas(3))
  .map((fields) => resolve(record(fields), {}) as RecordShape);
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

describe(`packing (SEED=${seed})`, () => {
  it("and unpacking gives the value back, at any offset", () => {
    fc.assert(
      fc.property(
        shapes.chain((shape) => fc.tuple(fc.constant(shape), values(shape))),
        fc.nat(3),
        ([shape, value], offset) => {
          const layout = layoutOf(shape);
          const words = pack(layout, value);
          expect(words).toHaveLength(layout.words);
          const among = new Int32Array(offset + layout.words + 1).fill(-1);
          among.set(words, offset);
          const back = unpack(layout, among, offset);
          expect(equal(back, value)).toBe(true);
          expect(JSON.stringify(back)).toBe(JSON.stringify(unpack(layout, pack(layout, back))));
        },
      ),
      { seed, numRuns: 300 },
    );
  });

  it("tells different values apart", () => {
    fc.assert(
      fc.property(
        shapes.chain((shape) => fc.tuple(fc.constant(shape), values(shape), values(shape))),
        ([shape, one, other]) => {
          const layout = layoutOf(shape);
          expect(pack(layout, one).join() === pack(layout, other).join()).toBe(equal(one, other));
        },
      ),
      { seed, numRuns: 300 },
    );
  });

  it("is all zero for the initial value", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const layout = layoutOf(shape);
        expect(pack(layout, initialValue(shape)).every((word) => word === 0)).toBe(true);
      }),
      { seed, numRuns: 100 },
    );
  });

  it("uses the bits that the layout names, and leaves unused slots zero", () => {
    const shape = resolve(
      record({
        n: range(1, 4),
        queue: list(3, range(0, 3)),
        open: setOf(id("k", 4)),
        at: mapOf(id("k", 3), range(0, 3)),
      }),
      {},
    ) as RecordShape;
    const words = pack(layoutOf(shape), { n: 4, queue: [3], open: [0, 3], at: [[1, 2]] });
    //                         at: 0, 2, 0 of 2, present 010 · open 1001 · queue 00 00 11, length 01 · n 11
    expect([...words]).toEqual([0b00_10_00_010_1001_00_00_11_01_11]);
  });

  it("freezes what it unpacks", () => {
    const layout = layoutOf(resolve(record({ at: mapOf(id("k", 2), record({ x: boolean() })) }), {}) as RecordShape);
    const { at } = unpack(layout, pack(layout, { at: [[1, { x: true }]] })) as { at: [[number, object]] };
    expect([at, at[0], at[0][1]].every((each) => Object.isFrozen(each))).toBe(true);
  });

  it("refuses what does not fit", () => {
    const layout = layoutOf(resolve(record({ n: range(0, 4) }), {}) as RecordShape);
    expect(() => pack(layout, { n: 5 })).toThrow(DomainError);
  });
});
