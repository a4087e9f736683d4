/** Representatives: the same for states that differ in numbers only, and for no others. */
import { expect, test } from "vitest";
import { exchanges, Renamings } from "../../src/conformance/renaming.js";
import { author, machineOf, scenario } from "../../src/index.js";
import { pack } from "../../src/schema/pack.js";
import { boolean, id, list, mapOf, option, record, setOf, vector } from "../../src/schema/schema.js";

const person = id("person", 3);
const state = record({
  awake: vector(person, boolean()),
  queue: list(3, person),
  chair: option(person),
  friends: setOf(person),
  friendOf: mapOf(person, person),
});
const { action } = author(state);
const machine = machineOf(
  scenario({
    name: "people",
    state,
    actions: [
      action("wake", {
        parameters: { person },
        effect: (s, chosen) => {
          s.awake.set(chosen.person, true);
        },
      }),
      action("sit", {
        parameters: { person },
        effect: (s, chosen) => {
          s.chair = chosen.person;
        },
      }),
    ],
    properties: [],
  }),
);
const packed = (value: object) => pack(machine.layout, value as never);
const BASE = { awake: [false, false, false], queue: [], chair: null, friends: [], friendOf: [] };
const keyOf = (...values: object[]) =>
  new Renamings(machine).representative(values.map((value) => packed({ ...BASE, ...value }))).key;

test("numbers do not matter, in vectors, lists, options, sets and maps", () => {
  expect(keyOf({ awake: [true, false, false], queue: [1, 0], chair: 1, friends: [0], friendOf: [[2, 0]] })).toBe(
    keyOf({ awake: [false, false, true], queue: [0, 2], chair: 0, friends: [2], friendOf: [[1, 2]] }),
  );
});

test("who is who does matter", () => {
  const all = [
    { awake: [true, false, false] },
    { awake: [true, true, false] },
    { queue: [0] },
    { queue: [0, 1] },
    { queue: [0, 1], chair: 0 },
    { queue: [0, 1], chair: 1 },
    { friends: [0], chair: 0 },
    { friends: [0], chair: 1 },
    { friendOf: [[0, 0]] },
    { friendOf: [[0, 1]] },
  ];
  expect(new Set(all.map((one) => keyOf(one))).size).toBe(all.length);
});

test("a set of states is renamed as a whole", () => {
  expect(keyOf({ chair: 0 }, { chair: 1 })).toBe(keyOf({ chair: 2 }, { chair: 0 }));
  expect(keyOf({ chair: 0 }, { chair: 1, queue: [0] })).not.toBe(keyOf({ chair: 0 }, { chair: 1, queue: [1] }));
});

test("instances are renamed along, and back", () => {
  const renamings = new Renamings(machine);
  expect(renamings.all.length).toBe(6);
  for (const { instances, origins } of renamings.all)
    for (const [from, to] of instances.entries()) expect(origins[to]).toBe(from);
  expect(exchanges(machine).map((table) => [...table].join())).toEqual(["1,0,2,4,3,5", "2,1,0,5,4,3", "0,2,1,3,5,4"]);
});
