import { describe, expect, test } from "vitest";
import type { Step } from "../../src/machine/action.js";
import { machineOf } from "../../src/machine/machine.js";
import { printChange } from "../../src/schema/diff.js";
import { behaviourOf } from "../../src/trace/behaviour.js";
import { compare } from "../../src/trace/recorded.js";
import { replay } from "../../src/trace/replay.js";
import { decodeToken, encodeToken } from "../../src/trace/token.js";
import { type Variant, vault, vaultOf } from "./vault.js";

const step = (action: string, parameters: Step["parameters"] = {}): Step => ({ action, parameters });
const theft = [step("disarm"), step("open the door"), step("take the gold")];
const machine = machineOf(vault);

describe("the end is judged by the property that is named", () => {
  const outcome = (steps: Step[], property: string | null) => replay(machine, { steps, property }).outcome;

  test("a state property on the last state", () => {
    expect(outcome(theft, "robbed")).toBe("violates");
    expect(outcome(theft.slice(0, 2), "robbed")).toBe("fits");
    expect(outcome([], "robbed")).toBe("fits");
  });
  test("a step property on the last step, and on no other", () => {
    const lit = [step("flip the light"), ...theft];
    expect(outcome(lit, "taken-by-light")).toBe("violates");
    expect(outcome([...lit, step("flip the light")], "taken-by-light")).toBe("fits");
    expect(outcome(theft, "taken-by-light")).toBe("fits");
  });
  test("what sometimes happens is reached", () => {
    const order = step("order", { who: 0, wants: "wine" });
    expect(outcome([order, order], "wine-for-two")).toBe("reaches");
  });
  test("a deadlock is a last state without successors", () => {
    const stuck = [step("flip the light"), step("walk", { who: 0, to: "bar" }), step("swallow the key")];
    expect(outcome(stuck, "no-deadlock")).toBe("violates");
    expect(outcome(stuck.slice(0, 2), "no-deadlock")).toBe("fits");
  });
  test("a model error is a last step that fails", () => {
    const pay = Array.from({ length: 5 }, () => step("pay"));
    const replayed = replay(machine, { steps: pay, property: "model-error" });
    expect(replayed).toMatchObject({ outcome: "violates", misfit: null });
    expect(replayed.error).toContain("coins cannot be 5");
    expect(replayed.states).toHaveLength(5);
    expect(replayed.steps).toHaveLength(5);
    expect(outcome(pay.slice(1), "model-error")).toBe("fits");
  });
  test("a model error is also a property that fails", () => {
    const blind = machineOf(vaultOf({ blind: true }));
    const replayed = replay(blind, { steps: [step("flip the light")], property: "model-error" });
    expect(replayed).toMatchObject({ outcome: "violates" });
    expect(replayed.error).toContain("too bright to see");
    expect(replay(blind, { steps: [step("flip the light")], property: "robbed" }).outcome).toBe("fits");
  });
  test("a mere sample fits", () => expect(outcome(theft, null)).toBe("fits"));
});

test("each step comes with what it changed", () => {
  const { states, steps } = replay(machine, { steps: [step("walk", { who: 1, to: "bar" }), ...theft], property: null });
  expect(states).toHaveLength(5);
  expect(steps.map(({ changes }) => changes.map(printChange))).toEqual([
    ['guests[1].at: "outside" → "bar"', "seen: +1"],
    ["armed: true → false"],
    ['door: "shut" → "open"'],
    ["robbed: false → true"],
  ]);
});

describe("on a model that has changed", () => {
  const recorded = decodeToken(encodeToken(behaviourOf(machine, theft, "robbed"), machine));
  const on = (variant: Variant) => {
    const replayed = replay(machineOf(vaultOf(variant), recorded), recorded);
    return { ...replayed, comparison: compare(recorded, replayed) };
  };

  test("the same model gives the same bytes", () => {
    expect(on({})).toMatchObject({ outcome: "violates", comparison: "identical" });
  });
  test("an action of another name is missed, and its new name suggested", () => {
    expect(on({ door: "open the doors" })).toMatchObject({
      outcome: "misfits",
      comparison: "changed model",
      misfit: {
        at: 1,
        reason: "unknown-action",
        message:
          '"open the door" is no step here: scenario vault has no action "open the door"; did you mean "open the doors"?',
      },
    });
  });
  test("a guard that refuses is named", () => {
    const welded = on({ welded: true });
    expect(welded.misfit).toEqual({
      at: 1,
      reason: "guard-refuses",
      message: 'the guard of "open the door" refuses',
    });
    expect(welded.states).toHaveLength(2);
  });
  test("one more field does not matter to the steps, but the model is another", () => {
    expect(on({ lamp: true })).toMatchObject({ outcome: "violates", comparison: "changed model" });
  });
  test("an effect that does something else shows in the last state", () => {
    expect(on({ bright: true })).toMatchObject({ outcome: "violates", comparison: "other end" });
  });
});

describe("what does not fit never throws", () => {
  const misfit = (steps: Step[], property: string | null = null) => replay(machine, { steps, property }).misfit;

  test("parameters that the action does not have", () => {
    for (const parameters of [
      { who: 2, to: "bar" },
      { who: 0 },
      { who: 0, to: "bar", how: 1 },
      { who: "0", to: "bar" },
    ])
      expect(misfit([step("walk", parameters)])).toMatchObject({ at: 0, reason: "unknown-parameters" });
  });
  test("an action without instances in the scope", () => {
    const alone = machineOf(vault, { scope: { guests: 1 } });
    const refused = replay(alone, { steps: [step("pay")], property: null }).misfit;
    expect(refused).toMatchObject({ reason: "unknown-action" });
    expect(refused?.message).toContain("no instances in the scope");
  });
  test("a step that fails before the end", () => {
    const steps = [...Array.from({ length: 5 }, () => step("pay")), step("disarm")];
    expect(misfit(steps, "model-error")).toMatchObject({ at: 4, reason: "step-fails" });
    expect(misfit(steps.slice(0, 5), "robbed")).toMatchObject({ at: 4, reason: "step-fails" });
  });
  test("a property that the machine does not have", () => {
    expect(misfit(theft, "robed")).toEqual({
      at: null,
      reason: "unknown-property",
      message: 'scenario vault has no property "robed"; did you mean "robbed"?',
    });
  });
  test("names that every object has", () => {
    expect(misfit([step("constructor"), step("__proto__")])).toMatchObject({ at: 0, reason: "unknown-action" });
  });
});
