import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtIn } from "../../../properties/scenarios.js";
import { author, explore, machineOf, range, record, scenario } from "../../../src/index.js";
import { models } from "../../models/index.js";
import { anyProgram, anyState, runProgram } from "../../semantics/random-programs.js";
import { memoAgrees } from "./agreement.js";

describe.each(builtIn)("$name", (scenario) => {
  test.each(scenario.designs)("learnt steps under $name are the model's own", ({ name }) => {
    expect(memoAgrees(machineOf(scenario, { design: name, scope: "quick" }), 300)).toBe(300);
  });
});

test.each(models)("learnt steps of $name are the model's own", (model) => {
  expect(
    memoAgrees(machineOf(model, { scope: model.scopes.quick === undefined ? {} : "quick" }), 2000),
  ).toBeGreaterThan(1);
});

test("random programs on random schemas", () => {
  let states = 0;
  fc.assert(
    fc.property(anyState, fc.array(anyProgram, { minLength: 2, maxLength: 5 }), (state, programs) => {
      const shape = machineOf(scenario({ name: "shape", state, actions: [] })).shape;
      const { action, always } = author(state);
      const actions = programs.map((program, n) =>
        action(`p${n}`, {
          // A guard that depends on the state, so that there are paths to learn.
          enabled: (s) => JSON.stringify(runProgram(s as never, shape, [])).length >= 0,
          effect: (draft) => void runProgram(draft, shape, program),
        }),
      );
      const properties = [always("stays", { step: () => true, state: () => true })];
      states += memoAgrees(machineOf(scenario({ name: "programs", state, actions, properties })), 30, 3);
    }),
    { numRuns: 70 },
  );
  expect(states).toBeGreaterThan(100);
});

describe("code that is not a pure function of the state is a model error", () => {
  const state = record({ a: range(0, 150), b: range(0, 150) });
  const { action, always } = author(state);
  let calls = 0;
  const moody = (): boolean => ++calls % 3 !== 0;
  const bump = action("bump", {
    enabled: (s) => s.a < 150,
    effect: (draft) => {
      draft.a++;
    },
  });
  const drift = (by: () => number, name = "drift") =>
    action(name, {
      enabled: (s) => s.b < 149,
      effect: (draft) => {
        draft.b += by();
      },
    });
  const sound = drift(() => 1);

  test.each([
    ["guard", action("fidget", { enabled: (s) => s.a % 7 === 3 && moody(), effect: () => {} }), null],
    ["effect", drift(() => (moody() ? 1 : 2), "stagger"), null],
    ["step property", bump, always("moody", { step: () => true, exercisedWhen: moody })],
    ["state property", bump, always("moody", { state: () => true, exercisedWhen: moody })],
  ])("%s", async (_, action, property) => {
    const properties = property === null ? [] : [property];
    const machine = machineOf(
      scenario({ name: "moody", state, actions: [...new Set([bump, sound, action])], properties }),
    );
    // Where the way into the state cannot be gone again, there is no behaviour to show, and the search says why.
    const told = await explore(machine).then(
      ({ modelError }) => modelError?.message,
      (error: Error) => error.message,
    );
    expect(told).toMatch(/pure function/);
  });

  test("a guard that throws where it was known to refuse", async () => {
    let asked = 0;
    const shy = action("shy", {
      // Asked by the first states and by one lesson, and then only to check.
      enabled: () => {
        if (++asked > 256 + 1) throw new Error("not again");
        return false;
      },
      effect: () => {},
    });
    const machine = machineOf(scenario({ name: "shy", state, actions: [bump, sound, shy] }));
    const { modelError } = await explore(machine);
    expect(modelError?.message).toMatch(/pure function/);
  });
});
