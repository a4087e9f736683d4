import { describe, expect, test } from "vitest";
import { id } from "../../../src/schema/schema.js";
import {
  generatorsOf,
  interchangeable,
  kindsOf,
  orderOf,
  randomPermutation,
} from "../../../src/schema/symmetry/kind.js";

const task = id("task", "tasks");
const kindOf = (size: number, within: Parameters<typeof interchangeable>[1] = {}) =>
  kindsOf([interchangeable(task, within)], { tasks: size });

describe("declarations", () => {
  test("freely: every permutation", () => {
    const [kind] = kindOf(4);
    expect(kind).toMatchObject({ name: "task", size: 4, blocks: [[0, 1, 2, 3]], groups: [[0]] });
    expect(kindsOf([task], { tasks: 4 })).toEqual([kind]);
  });

  test("in blocks: within them, and blocks of the same size as wholes", () => {
    const [kind] = kindOf(7, { blocks: [1, 1, 2, 2, 3, 3, 4] });
    expect(kind?.blocks).toEqual([[0, 1], [2, 3], [4, 5], [6]]);
    expect(kind?.groups).toEqual([[0, 1, 2], [3]]);
    expect(kindOf(7, { blocks: [1, 1, 2, 2, 3, 3, 4] }).map(orderOf)).toEqual([2 ** 3 * 6]);
  });

  test("in classes: within them, and no further", () => {
    const [kind] = kindOf(4, { classes: [5, 5, 6, 6] });
    expect(kind?.blocks).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(kind?.groups).toEqual([[0], [1]]);
  });

  test("in blocks of classes: no block for one of another class", () => {
    const [kind] = kindOf(6, { blocks: [1, 1, 2, 2, 3, 3], classes: [0, 0, 0, 0, 1, 1] });
    expect(kind?.groups).toEqual([[0, 1], [2]]);
  });

  test("kinds that only the identity permutes are left out", () => {
    expect(kindOf(1)).toEqual([]);
    expect(kindOf(3, { classes: [1, 2, 3] })).toEqual([]);
    expect(kindOf(3, { blocks: [1, 2, 3] })).toHaveLength(1);
  });

  test("that make no sense", () => {
    expect(() => kindOf(3, { blocks: [1, 2] })).toThrow("there are 3 ids, and the table [1, 2] does not");
    expect(() => kindOf(2, { classes: [1, 0.5] })).toThrow("does not give each a number");
    expect(() => kindOf(2, { blocks: [1, 1], classes: [1, 2] })).toThrow("a block lies in two classes");
    expect(() => kindsOf([task, task], { tasks: 2 })).toThrow("declared interchangeable twice");
    expect(() => kindsOf([task], {})).toThrow('the size "tasks" is undefined');
  });
});

test("random permutations are all those that the generators make, and no others", () => {
  const [kind] = kindOf(5, { blocks: [1, 1, 2, 2, 3] });
  if (kind === undefined) throw new Error("there is a kind");
  const closed = new Set(["0,1,2,3,4"]);
  for (const one of closed)
    for (const generator of generatorsOf(kind))
      closed.add(
        one
          .split(",")
          .map((at) => generator[Number(at)])
          .join(),
      );
  let state = 7;
  const below = (n: number): number => {
    state = (Math.imul(state, 48271) >>> 0) % 2147483647;
    return (state >>> 8) % n;
  };
  const drawn = new Set(Array.from({ length: 300 }, () => randomPermutation(kind, below).join()));
  expect([...drawn].sort()).toEqual([...closed].sort());
  expect(closed.size).toBe(orderOf(kind));
});
