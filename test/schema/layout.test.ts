import { describe, expect, it } from "vitest";
import { type Layout, layoutOf, type Placed, type Position, widthOf } from "../../src/schema/layout.js";
import {
  boolean,
  id,
  list,
  mapOf,
  oneOf,
  type RecordSchema,
  range,
  record,
  setOf,
  vector,
} from "../../src/schema/schema.js";
import { type RecordShape, resolve } from "../../src/schema/shape.js";

const layout = (schema: RecordSchema): Layout => layoutOf(resolve(schema, {}) as RecordShape);

function positions(placed: Placed): Position[] {
  if ("at" in placed) return [placed.at];
  if ("fields" in placed) return placed.fields.flatMap(positions);
  if ("members" in placed) return [placed.members];
  const own = "length" in placed ? [placed.length] : "present" in placed ? [placed.present] : [];
  return [...own, ...placed.items.flatMap(positions)];
}

describe("the layout", () => {
  it.each([
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [2 ** 31 - 1, 31],
  ])("%i values take %i bits", (values, bits) => {
    expect(widthOf(values)).toBe(bits);
  });

  it("places every part once, in no two words at a time", () => {
    const task = id("task", 31);
    const { root, words, bits } = layout(
      record({
        wide: vector(5, range(0, 2 ** 20)),
        flags: vector(70, boolean()),
        queue: list(9, record({ who: task, what: oneOf("a", "b", "c") })),
        open: setOf(task),
        names: mapOf(task, range(0, 5)),
        fixed: range(7, 7),
      }),
    );
    const all = positions(root);
    const taken = new Set<string>();
    for (const { word, shift, width } of all) {
      expect(word).toBeLessThan(words);
      expect(shift + width).toBeLessThanOrEqual(32);
      for (let bit = shift; bit < shift + width; bit++) {
        expect(taken.has(`${word}.${bit}`)).toBe(false);
        taken.add(`${word}.${bit}`);
      }
    }
    expect(taken.size).toBe(bits);
    expect(all.filter(({ width }) => width === 0)).toHaveLength(1);
  });

  it("fills gaps first", () => {
    const { words } = layout(record({ a: range(0, 2 ** 30), b: range(0, 2 ** 30), c: boolean(), d: boolean() }));
    expect(words).toBe(2);
  });

  it("has a word even for nothing", () => {
    expect(layout(record({})).words).toBe(1);
  });
});
