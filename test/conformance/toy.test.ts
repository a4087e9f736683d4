/** Observing a machine that has nothing to do with Linux: a lamp with a hidden fuse. */
import { describe, expect, test } from "vitest";
import { explainMoment, explainStep } from "../../src/conformance/explain.js";
import { PossibleStates, type StepRule } from "../../src/conformance/possible.js";
import { author } from "../../src/machine/author.js";
import { machineOf } from "../../src/machine/machine.js";
import { scenario } from "../../src/machine/scenario.js";
import { boolean, range, record } from "../../src/schema/schema.js";

const state = record({ lit: boolean(), fuse: boolean(), pressed: range(0, 9) });
const { action } = author(state);

/** Pressing turns the lamp on or off while the fuse is whole; the fuse blows unseen, and only while the lamp is lit. */
const lamp = scenario({
  name: "lamp",
  says: "a lamp with a fuse",
  state,
  initial: (draft) => {
    draft.fuse = true;
  },
  actions: [
    action("press", {
      enabled: (s) => s.pressed < 9,
      effect: (draft) => {
        draft.lit = draft.fuse && !draft.lit;
        draft.pressed++;
      },
    }),
    action("blow", {
      enabled: (s) => s.lit && s.fuse,
      effect: (draft) => {
        draft.fuse = false;
        draft.lit = false;
      },
    }),
  ],
});

interface Lamp {
  readonly lit: boolean;
}
const start = (limit?: number) =>
  new PossibleStates<null>(machineOf(lamp), {
    memory: null,
    key: () => "",
    ...(limit === undefined ? {} : { limit }),
  });
const unseen: StepRule<null> = {
  about: (_, { action: { name } }) => name === "blow",
  fits: () => ({ memory: null }),
};
const press = (lit: boolean): StepRule<null> => ({
  about: (_, { action: { name } }) => name === "press",
  fits: (_, { after }) => ((after as Lamp).lit === lit ? { memory: null } : { why: `lit is ${!lit}` }),
});
const dark = (_: null, s: unknown) => ((s as Lamp).lit ? { why: "it is lit" } : { memory: null });
const lit = (_: null, s: unknown) => ((s as Lamp).lit ? { memory: null } : { why: "it is dark" });

describe("the states that are possible", () => {
  test("unseen steps add to them, observations take away", () => {
    const possible = start();
    expect(possible.take(press(true))).toBe(true);
    expect(possible.size).toBe(1);
    possible.close(unseen);
    expect(possible.size).toBe(2);
    expect(possible.observe(dark)).toBe(true);
    expect(possible.size).toBe(1);
  });

  test("a step that fits none leaves them, and is explained", () => {
    const possible = start();
    possible.take(press(true));
    possible.close(unseen);
    possible.observe(dark);
    expect(possible.take(press(true))).toBe(false);
    const { reasons, possible: states, steps } = explainStep(possible, press(true));
    expect(reasons).toEqual([{ why: "press: lit is false", states: 1 }]);
    expect(states).toEqual([{ lit: false, fuse: false, pressed: 1 }]);
    expect(steps.map(({ action: name }) => name)).toEqual(["press", "blow"]);
  });

  test("a guard that refuses is named", () => {
    const possible = start();
    for (let n = 0; n < 9; n++) possible.take(press(n % 2 === 0));
    expect(possible.take(press(false))).toBe(false);
    expect(explainStep(possible, press(false)).reasons).toEqual([{ why: "the guard of press refuses", states: 1 }]);
  });

  test("what was seen although nothing that fits could be taken unseen", () => {
    const possible = start();
    possible.close(unseen);
    expect(possible.observe(lit)).toBe(false);
    expect(explainMoment(possible, lit).reasons).toEqual([{ why: "it is dark", states: 1 }]);
    expect(explainMoment(possible, lit, unseen).reasons).toEqual([{ why: "the guard of blow refuses", states: 1 }]);
  });

  test("too many of them is an error, not an answer", () => {
    const possible = start(1);
    possible.take(press(true));
    expect(() => possible.close(unseen)).toThrow(/more than 1 states possible/);
  });
});
