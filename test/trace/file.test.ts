import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/machine/errors.js";
import { machineOf } from "../../src/machine/machine.js";
import { behaviourOf } from "../../src/trace/behaviour.js";
import { readTrace, writeTraceText } from "../../src/trace/file.js";
import { compare } from "../../src/trace/recorded.js";
import { replay } from "../../src/trace/replay.js";
import { encodeToken } from "../../src/trace/token.js";
import { vault } from "./vault.js";

const machine = machineOf(vault, { bugs: ["F1"], scope: { guests: 3 } });
const steps = [
  { action: "walk", parameters: { who: 2, to: "bar" } },
  { action: "disarm", parameters: {} },
  { action: "open the door", parameters: {} },
  { action: "take the gold", parameters: {} },
];
const behaviour = behaviourOf(machine, steps, "robbed");
const text = writeTraceText({ replay: replay(machine, behaviour), token: encodeToken(behaviour, machine) });
const file = JSON.parse(text) as Record<string, unknown>;

/** The message with which a text is refused. */
const refusal = (damaged: string): string => {
  try {
    readTrace(damaged);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.code).toMatch(/^(trace|token)-/);
    expect(error.message).toMatch(/^[^\n]{1,200}$/);
    return error.message;
  }
  return "not refused";
};
const without = (name: string) => Object.fromEntries(Object.entries(file).filter(([known]) => known !== name));
const changed = (changes: object) => JSON.stringify({ ...file, ...changes });

test("a trace file comes back and replays to the byte", () => {
  const recorded = readTrace(text);
  expect(recorded).toMatchObject({ scenario: "vault", bugs: ["F1"], scope: { guests: 3, armed: true }, steps });
  const again = replay(machineOf(vault, recorded), recorded);
  expect(again.outcome).toBe("violates");
  expect(compare(recorded, again)).toBe("identical");
});

test("a trace file can be read by people", () => {
  expect(file).toMatchObject({ format: "leasecheck trace", version: 1, property: "robbed", outcome: "violates" });
  expect(file.initial).toContain("armed: true");
  expect(file.steps).toContainEqual({ action: "disarm", parameters: {}, changes: ["armed: true → false"] });
  expect(text.endsWith("}\n")).toBe(true);
});

test("a model error is recorded with its message and its last step", () => {
  const pay = Array.from({ length: 5 }, () => ({ action: "pay", parameters: {} }));
  const failing = behaviourOf(machine, pay, "model-error");
  const written = writeTraceText({ replay: replay(machine, failing), token: encodeToken(failing, machine) });
  expect(JSON.parse(written).error).toContain("coins cannot be 5");
  const recorded = readTrace(written);
  expect(replay(machineOf(vault, recorded), recorded)).toMatchObject({ outcome: "violates" });
});

test("the key order of parameters and a byte order mark do not matter", () => {
  const [walk, ...others] = steps;
  const turned = [{ action: walk?.action, parameters: { to: "bar", who: 2 } }, ...others];
  expect(readTrace(`\uFEFF${changed({ steps: turned })}`).steps).toEqual(steps);
});

describe("bad files", () => {
  test("no JSON, no object, no trace", () => {
    expect(refusal("")).toContain("not JSON");
    expect(refusal(text.slice(0, -3))).toContain("not JSON");
    expect(refusal("null")).toContain("no object");
    expect(refusal("[]")).toContain('"format"');
    expect(refusal("{}")).toContain('"format"');
    expect(refusal('{"format":"leasecheck trace","version":2}')).toContain("version 2");
  });
  test.each([
    "scenario",
    "design",
    "bugs",
    "mends",
    "scope",
    "property",
    "steps",
    "digest",
    "final",
    "token",
    "version",
  ])("%s is missing", (name) => {
    expect(refusal(JSON.stringify(without(name)))).toContain(`"${name}" is missing`);
    expect(refusal(changed({ [name]: { a: [] } }))).toContain(`"${name}" is malformed`);
  });
  test("steps that are none", () => {
    for (const step of [
      null,
      "walk",
      { action: "walk" },
      { action: "", parameters: {} },
      { action: "walk", parameters: [1] },
    ])
      expect(refusal(changed({ steps: [step] }))).toContain('"steps" is malformed');
  });
  test("a token that tells another story", () => {
    expect(refusal(changed({ steps: steps.slice(1) }))).toContain("another behaviour");
    expect(refusal(changed({ property: null }))).toContain("another behaviour");
    expect(refusal(changed({ scope: { guests: 2, armed: true } }))).toContain("another behaviour");
    expect(refusal(changed({ token: "lc1_0" }))).toContain("damaged");
    expect(readTrace(changed({ steps: steps.slice(1), token: null })).steps).toEqual(steps.slice(1));
  });
  test("any JSON is read or refused", () => {
    fc.assert(fc.property(fc.json(), (json) => refusal(json) !== "not refused"));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(file)), fc.jsonValue(), (name, value) => {
        refusal(changed({ [name]: value }));
      }),
    );
  });
});
