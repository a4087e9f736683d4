/**
 * Random schemas and random programs over their drafts: assignments inside and outside the domain, copies, removals,
 * walks that remove, handles kept until they are dead. A program is a list of numbers, read by one interpreter for both
 * executors; what it reads goes into a log, so that executors are compared by what model code can see.
 */
import fc from "fast-check";
import { valuesOf } from "../../src/schema/scalar.js";
import {
  boolean,
  id,
  list,
  mapOf,
  oneOf,
  option,
  type PlainScalarSchema,
  type RecordSchema,
  range,
  record,
  type Schema,
  setOf,
  vector,
} from "../../src/schema/schema.js";
import {
  isScalar,
  type ListShape,
  type MapShape,
  type RecordShape,
  type Shape,
  type VectorShape,
} from "../../src/schema/shape.js";

const key = id("key", 3);
const plain: fc.Arbitrary<PlainScalarSchema> = fc.oneof(
  fc.constant(boolean()),
  fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(5)).map(([from, span]) => range(from, from + span)),
  fc.constantFrom(oneOf("a", "b", "c"), oneOf("only"), oneOf("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
  fc.constant(key),
);
const scalar: fc.Arbitrary<Schema> = fc.oneof(
  { arbitrary: plain, weight: 3 },
  { arbitrary: plain.map(option), weight: 1 },
);

function structure(depth: number): fc.Arbitrary<Schema> {
  const inner = depth === 0 ? scalar : fc.oneof(scalar, structure(depth - 1));
  return fc.oneof(
    fc.dictionary(fc.constantFrom("x", "y", "length", "size"), inner, { minKeys: 1, maxKeys: 3 }).map(record),
    fc.tuple(fc.nat(3), inner).map(([size, of]) => vector(size, of)),
    inner.map((of) => vector(key, of)),
    fc.tuple(fc.nat(3), inner).map(([size, of]) => list(size, of)),
    fc.constant(setOf(key)),
    inner.map((of) => mapOf(key, of)),
  );
}

/** Schemas of every kind, up to three levels deep. */
export const anyState: fc.Arbitrary<RecordSchema> = fc
  .array(fc.oneof(scalar, structure(2)), { minLength: 1, maxLength: 4 })
  .map((fields) => record(Object.fromEntries(fields.map((field, n) => [`f${n}`, field]))));

/** Programs: each operation is a row of numbers. */
export const anyProgram: fc.Arbitrary<number[][]> = fc.array(fc.array(fc.nat(999), { minLength: 14, maxLength: 14 }), {
  minLength: 1,
  maxLength: 14,
});

// biome-ignore lint/suspicious/noExplicitAny: programs are untyped on purpose; they misuse handles.
type Handle = any;

/** Runs a program on a draft; returns what it read. */
export function runProgram(draft: Handle, shape: RecordShape, program: readonly (readonly number[])[]): unknown[] {
  const log: unknown[] = [];
  const held: { handle: Handle; shape: RecordShape }[] = [];
  for (const row of program) {
    const numbers = [...row];
    const next = (below: number): number => (below <= 0 ? 0 : (numbers.shift() ?? 0) % below);
    if (held.length > 0 && next(2) === 0) {
      const { handle, shape: of } = held[next(held.length)] as (typeof held)[number];
      visitRecord(handle, of, next, log, held);
    } else visitRecord(draft, shape, next, log, held);
  }
  return log;
}

type Next = (below: number) => number;
type Held = { handle: Handle; shape: RecordShape }[];

function visitRecord(handle: Handle, shape: RecordShape, next: Next, log: unknown[], held: Held): void {
  const { name, shape: of } = shape.fields[next(shape.fields.length)] as RecordShape["fields"][number];
  if (isScalar(of)) {
    if (next(3) === 0) log.push(handle[name]);
    else handle[name] = anyValue(of, next);
  } else if (of.kind === "record" && next(3) === 0) handle[name] = anyValue(of, next);
  else visit(handle[name], of, next, log, held);
}

function visit(handle: Handle, shape: Shape, next: Next, log: unknown[], held: Held): void {
  switch (shape.kind) {
    case "record":
      if (next(2) === 0) held.push({ handle, shape });
      visitRecord(handle, shape, next, log, held);
      return;
    case "vector":
      visitVector(handle, shape, next, log, held);
      return;
    case "list":
      visitList(handle, shape, next, log, held);
      return;
    case "set": {
      const choice = next(7);
      const k = next(12) === 0 ? 3 : next(3);
      if (choice < 2) handle.add(k);
      else if (choice === 2) handle.delete(k);
      else if (choice === 3) handle.clear();
      else if (choice === 4)
        log.push(
          handle.size,
          handle.some((e: number) => e === k),
          handle.first((e: number) => e > 0),
        );
      else if (choice === 5)
        handle.forEach((e: number) => {
          if (e === k) handle.clear();
          else log.push(e);
        });
      else log.push(handle.has(k));
      return;
    }
    case "map":
      visitMap(handle, shape, next, log, held);
  }
}

function visitVector(handle: Handle, shape: VectorShape, next: Next, log: unknown[], held: Held): void {
  const k = next(12) === 0 ? shape.size : next(shape.size);
  const choice = next(6);
  if (choice === 0)
    log.push(
      handle.size,
      handle.count(() => true),
    );
  else if (choice === 1) handle.set(k, anyValue(shape.of, next));
  else if (choice === 2 && shape.size > 1) handle.set(k, handle.at(next(shape.size)));
  else if (isScalar(shape.of)) log.push(handle.at(k));
  else visit(handle.at(k), shape.of, next, log, held);
}

function visitList(handle: Handle, shape: ListShape, next: Next, log: unknown[], held: Held): void {
  const length: number = handle.length;
  const i = next(12) === 0 ? length : next(length);
  const choice = next(12);
  if (choice < 4) handle.push(anyValue(shape.of, next));
  else if (choice === 4) handle.removeAt(i);
  else if (choice === 5) handle.set(i, anyValue(shape.of, next));
  else if (choice === 6 && length > 0) handle.push(handle.at(i));
  else if (choice === 7) {
    const drop = next(3);
    let seen = 0;
    handle.forEach((_: Handle, at: number) => {
      log.push(["walk", at]);
      if (seen++ < 4 && (at + drop) % 2 === 0 && handle.length > 0) handle.removeAt(drop % handle.length);
    });
  } else if (choice === 8)
    log.push(
      length,
      handle.firstKey((_: Handle, at: number) => at === i),
    );
  else if (choice === 9 && next(4) === 0) handle.clear();
  else if (length > 0) {
    if (isScalar(shape.of)) log.push(handle.at(i));
    else visit(handle.at(i), shape.of, next, log, held);
  }
}

function visitMap(handle: Handle, shape: MapShape, next: Next, log: unknown[], held: Held): void {
  const k = next(12) === 0 ? 3 : next(3);
  const choice = next(9);
  if (choice < 3) handle.set(k, anyValue(shape.of, next));
  else if (choice === 3) handle.delete(k);
  else if (choice === 4)
    handle.forEach((_: Handle, at: number) => {
      if (at === k) handle.delete((k + 1) % 3);
      else log.push(at);
    });
  else if (choice === 5 && next(4) === 0) handle.clear();
  else if (choice === 6) log.push(handle.size, handle.has(k));
  else {
    const found = handle.get(k);
    if (found === undefined || isScalar(shape.of)) log.push(found);
    else visit(found, shape.of, next, log, held);
  }
}

/** A plain value of a shape; now and then one that does not belong. */
function anyValue(shape: Shape, next: Next): unknown {
  if (isScalar(shape)) {
    if (next(25) === 24) return [undefined, null, 99, "zz", Number.NaN, 0.5][next(6)];
    const values = valuesOf(shape);
    return values[next(values.length)];
  }
  switch (shape.kind) {
    case "record":
      return Object.fromEntries(shape.fields.map(({ name, shape: of }) => [name, anyValue(of, next)]));
    case "vector":
      return Array.from({ length: shape.size }, () => anyValue(shape.of, next));
    case "list":
      return Array.from({ length: next(shape.capacity + 1) }, () => anyValue(shape.of, next));
    case "set":
      return [0, 1, 2].filter(() => next(2) === 0);
    case "map":
      return [0, 1, 2].filter(() => next(2) === 0).map((k) => [k, anyValue(shape.of, next)]);
  }
}
