import { describe, expect, it } from "vitest";
import { DomainError, SchemaError } from "../../src/schema/errors.js";
import { cardinality, decode, encode, valuesOf } from "../../src/schema/scalar.js";
import {
  boolean,
  ghost,
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
import { isScalar, resolve, type ScalarShape, describe as words } from "../../src/schema/shape.js";
import { checkValue, initialValue } from "../../src/schema/value.js";

const scope = { tasks: 3, deep: true };
const task = id("task", "tasks");
const scalar = (schema: Schema): ScalarShape => {
  const shape = resolve(schema, scope);
  if (!isScalar(shape)) throw new Error("no scalar");
  return shape;
};

describe("resolving a schema", () => {
  it("takes sizes from numbers, scope keys and functions", () => {
    const shape = resolve(
      record({ a: vector(task, boolean()), b: list((s) => Number(s.tasks) + 1, boolean()), c: vector(2, boolean()) }),
      scope,
    );
    expect(words(shape)).toBe(
      "{ a: 3 of true or false, b: list of at most 4 of true or false, c: 2 of true or false }",
    );
  });

  it.each([
    ["a missing key", record({ a: list("none", boolean()) }), /^state\.a: .*undefined/],
    ["a key that is no number", record({ a: list("deep", boolean()) }), /^state\.a: .*true/],
    ["a fraction", record({ a: record({ b: vector(1.5, boolean()) }) }), /^state\.a\.b: .*1\.5/],
    ["a negative size", record({ a: list(-1, boolean()) }), /^state\.a: .*-1/],
    ["an empty range", record({ a: range(2, 1) }), /^state\.a: the range 2…1 is empty/],
    ["a value named twice", record({ a: oneOf("x", "x") }), /^state\.a: a value is named twice/],
    ["no ids", record({ a: vector(2, id("none", 0)) }), /^state\.a\[\]: /],
    ["too many keys", record({ a: setOf(id("many", 32)) }), /^state\.a: .*at most 31/],
    ["a reserved name", record({ constants: boolean() }), /^state\.constants: this name is reserved/],
  ] as const)("refuses %s", (_, schema, message) => {
    expect(() => resolve(schema, scope)).toThrow(message);
    expect(() => resolve(schema, scope)).toThrow(SchemaError);
  });

  it("hides what is inside a ghost", () => {
    const shape = resolve(record({ a: ghost(record({ b: list(1, boolean()) })), c: boolean() }), scope);
    expect(JSON.stringify(shape).match(/"ghost":true/g)).toHaveLength(3);
  });
});

describe("scalars", () => {
  it.each([
    ["boolean", boolean(), [false, true]],
    ["range", range(-1, 2), [-1, 0, 1, 2]],
    ["enum", oneOf("x", "y"), ["x", "y"]],
    ["id", task, [0, 1, 2]],
    ["option", option(range(2, 3)), [null, 2, 3]],
  ] as const)("%s: codes count up through the domain", (_, schema, values) => {
    const shape = scalar(schema);
    expect(valuesOf(shape)).toEqual(values);
    expect(cardinality(shape)).toBe(values.length);
    expect(values.map((value) => decode(shape, encode(shape, value)))).toEqual(values);
  });

  it.each([
    [boolean(), [0, 1, "true", null, undefined]],
    [range(-1, 2), [-2, 3, 0.5, Number.NaN, "1", null, undefined, true]],
    [oneOf("x", "y"), ["z", 0, null, undefined]],
    [task, [-1, 3, 0.5, "0", null, undefined]],
    [option(task), [3, undefined, false]],
  ] as const)("%j: nothing else has a code", (schema, values) => {
    expect(values.map((value) => encode(scalar(schema), value))).toEqual(values.map(() => -1));
  });
});

describe("values", () => {
  const shape = resolve(
    record({
      n: range(3, 5),
      on: option(task),
      tasks: vector(task, record({ at: oneOf("idle", "busy") })),
      queue: list(2, task),
      open: setOf(task),
      names: mapOf(task, record({ x: boolean() })),
    }),
    scope,
  );
  const first = {
    n: 3,
    on: null,
    tasks: [{ at: "idle" }, { at: "idle" }, { at: "idle" }],
    queue: [],
    open: [],
    names: [],
  };

  it("start with the first value of every domain, frozen", () => {
    const value = initialValue(shape);
    expect(value).toEqual(first);
    const { tasks, queue } = value as typeof first;
    expect([value, tasks, tasks[0], queue].every((each) => Object.isFrozen(each))).toBe(true);
    expect(() => checkValue(shape, value)).not.toThrow();
  });

  it.each([
    ["a scalar", { n: 6 }, "n cannot be 6: its domain is 3…5"],
    ["an enum", { tasks: [{ at: "idle" }, { at: "x" }, { at: "idle" }] }, 'tasks[1].at cannot be "x"'],
    ["a short vector", { tasks: [] }, "tasks cannot be []"],
    ["a long list", { queue: [0, 1, 2] }, "queue cannot be [0,1,2]"],
    ["no list", { queue: { 0: 1 } }, "queue cannot be"],
    ["an element", { queue: [0, 3] }, "queue[1] cannot be 3"],
    ["a missing field", { n: undefined }, "n cannot be undefined"],
    ["an unknown field", { extra: 1 }, 'the state has no field "extra"'],
    ["an unknown field below", { names: [[1, { x: true, y: 1 }]] }, 'names[1] has no field "y"'],
    ["a set out of order", { open: [1, 0] }, "in ascending order"],
    ["a set with a member twice", { open: [1, 1] }, "in ascending order"],
    ["a foreign member", { open: [3] }, "open[3] cannot be 3: its domain is task 0…2"],
    [
      "a map out of order",
      {
        names: [
          [1, { x: true }],
          [0, { x: true }],
        ],
      },
      "in ascending order",
    ],
    ["a map's value", { names: [[1, { x: 1 }]] }, "names[1].x cannot be 1"],
    ["a map without pairs", { names: [1] }, "names cannot be 1"],
    ["no record", { tasks: [null, null, null] }, "tasks[0] cannot be null"],
  ])("are checked: %s", (_, wrong, message) => {
    expect(() => checkValue(shape, { ...first, ...wrong })).toThrow(message);
    expect(() => checkValue(shape, { ...first, ...wrong })).toThrow(DomainError);
  });
});
