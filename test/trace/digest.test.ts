import { expect, test } from "vitest";
import { type Machine, machineOf } from "../../src/machine/machine.js";
import { interpreter } from "../../src/semantics/interpreter.js";
import { digestOf, digestOfState } from "../../src/trace/digest.js";
import { models } from "../models/index.js";
import { vault, vaultOf } from "./vault.js";

const machine = machineOf(vault);
const plain = digestOf(machine);
const withAction = (changes: object): Machine => {
  const [first, ...others] = machine.actions;
  return { ...machine, actions: [{ ...first, ...changes } as Machine["actions"][number], ...others] };
};

test("a digest is that of what the model declares, not of how its code reads", () => {
  expect(plain).toMatch(/^[0-9a-f]{12}$/);
  expect(digestOf(machineOf(vaultOf()))).toBe(plain);
  expect(digestOf(machineOf(vaultOf({ welded: true })))).toBe(plain);
  expect(digestOf(withAction({ effect: () => {} }))).toBe(plain);
});

test("a digest stays the same from version to version", () => {
  expect(plain).toMatchInlineSnapshot(`"2868127baf50"`);
});

test("every change of scope, state, names, parameters and sources changes it", () => {
  const others = [
    digestOf(machineOf(vault, { scope: { guests: 3 } })),
    digestOf(machineOf(vault, { scope: { armed: false } })),
    digestOf(machineOf(vaultOf({ lamp: true }))),
    digestOf(machineOf(vaultOf({ door: "open" }))),
    digestOf(withAction({ source: "a book" })),
    digestOf(withAction({ parameters: { x: { kind: "boolean" } } })),
    digestOf({ ...machine, shape: { ...machine.shape, ghost: true } }),
    ...models.map((model) => digestOf(machineOf(model))),
  ];
  expect(new Set([plain, ...others]).size).toBe(others.length + 1);
});

test("states have digests of their own", () => {
  const model = interpreter(machine);
  const initial = model.initial();
  const values = [initial, ...model.enabled(initial).map((n) => model.apply(initial, n).value)];
  const digests = [digestOfState(machine, null), ...values.map((value) => digestOfState(machine, value))];
  expect(new Set(digests).size).toBe(digests.length);
  expect(digestOfState(machine, initial)).toMatchInlineSnapshot(`"7c9fa136d441"`);
});
