import { describe, expect, it } from "vitest";
import { print, printInline, printPlain } from "../../src/schema/print.js";
import { boolean, id, list, mapOf, oneOf, option, range, record, setOf, vector } from "../../src/schema/schema.js";
import { resolve } from "../../src/schema/shape.js";

const task = id("task", 2);
const wait = record({ on: option(task), since: range(0, 9), interrupted: boolean(), restarted: boolean() });
const schema = record({
  tasks: vector(task, record({ at: oneOf("idle", "busy"), on: option(range(0, 3)) })),
  leases: list(2, record({ owner: task, waiting: wait, also: wait })),
  queue: list(3, range(0, 9)),
  open: setOf(task),
  names: mapOf(task, record({ x: boolean() })),
  rank: mapOf(task, range(0, 9)),
  none: record({}),
  turn: range(0, 3),
});
const shape = resolve(schema, {});
const waiting = { on: 1, since: 4, interrupted: true, restarted: false };
const value = {
  tasks: [
    { at: "idle", on: null },
    { at: "busy", on: 2 },
  ],
  leases: [{ owner: 1, waiting, also: { ...waiting, on: null } }],
  queue: [3, 1],
  open: [0, 1],
  names: [[1, { x: true }]],
  rank: [[0, 7]],
  none: {},
  turn: 3,
};

describe("printing", () => {
  it("gives each element a line, and breaks what is too long", () => {
    expect(print(shape, value).split("\n")).toEqual([
      'tasks[0] { at: "idle", on: null }',
      'tasks[1] { at: "busy", on: 2 }',
      "leases[0]",
      "  owner: 1",
      "  waiting { on: 1, since: 4, interrupted: true, restarted: false }",
      "  also { on: null, since: 4, interrupted: true, restarted: false }",
      "queue: [3, 1]",
      "open: {0, 1}",
      "names[1] { x: true }",
      "rank: {0: 7}",
      "none {}",
      "turn: 3",
    ]);
  });

  it("shows what is empty", () => {
    expect(print(shape, { ...value, leases: [], open: [], names: [] })).toMatch(
      /leases: \[\]\n.*\nopen: \{\}\nnames: \{\}/,
    );
  });

  it("on one line", () => {
    const small = resolve(
      record({ a: setOf(task), b: mapOf(task, record({ x: boolean() })), c: vector(2, boolean()) }),
      {},
    );
    expect(printInline(small, { a: [1], b: [[0, { x: false }]], c: [true, false] })).toBe(
      "{ a: {1}, b: {0: { x: false }}, c: [true, false] }",
    );
  });

  it("without a shape", () => {
    expect(printPlain({ a: [1, "x"], b: null, c: {} })).toBe('{ a: [1, "x"], b: null, c: {} }');
  });
});
