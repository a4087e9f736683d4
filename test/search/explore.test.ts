import { describe, expect, test } from "vitest";
import { author } from "../../src/machine/author.js";
import { type Machine, machineOf } from "../../src/machine/machine.js";
import type { Property } from "../../src/machine/property.js";
import { number, type ScenarioSpec, scenario } from "../../src/machine/scenario.js";
import { boolean, range, record } from "../../src/schema/schema.js";
import { explore } from "../../src/search/explore.js";

const state = record({ at: range(0, "top"), odd: boolean() });
const { action, always, never, sometimes } = author(state);
const up = action("up", {
  parameters: { by: range(1, 2) },
  enabled: (s, { by }) => s.at + by <= 10,
  effect: (draft, { by }) => {
    draft.at += by;
    draft.odd = draft.at % 2 === 1;
  },
});
const ladder = (changes: Partial<ScenarioSpec<typeof state, Record<string, never>, never>> = {}): Machine =>
  machineOf(
    scenario({
      name: "ladder",
      state,
      scope: { top: number(1, 10, 10, "top") },
      actions: [up],
      final: (s) => s.at === 10,
      ...changes,
    }),
  );
const stepsOf = async (property: Property): Promise<number | undefined> =>
  (await explore(ladder({ properties: [property] }))).outcomes[0]?.steps?.length;

describe("what is explored", () => {
  test("every reachable state, once, and every transition", async () => {
    const result = await explore(ladder());
    // 11 rungs; from each all but the last two can be left by two steps, from the last but one by one.
    expect(result).toMatchObject({
      states: 11,
      transitions: 19,
      depth: 5,
      complete: true,
      limit: null,
      deadlock: null,
    });
    expect(result.fired).toEqual([19]);
  });

  test("a state without successors that is not final is a deadlock, with a shortest way there", async () => {
    const result = await explore(ladder({ final: () => false }));
    expect(result.deadlock).toHaveLength(5);
    expect((await explore(ladder({ final: () => false, deadlocks: false }))).deadlock).toBeNull();
  });
});

test("a step that stays where it is leaves no deadlock, however the step was taken", async () => {
  const wide = record({ n: range(0, 3000), off: boolean() });
  const { action: act } = author(wide);
  const next = act("next", { enabled: (s) => !s.off && s.n < 3000, effect: (draft) => void draft.n++ });
  const leave = act("leave", {
    enabled: (s) => !s.off,
    effect: (draft) => {
      draft.off = true;
    },
  });
  // Taken often enough to be learnt, and the only step of half the states.
  const stay = act("stay", { enabled: (s) => s.off, effect: () => {} });
  const machine = machineOf(scenario({ name: "stay", state: wide, actions: [next, leave, stay] }));
  expect(await explore(machine)).toMatchObject({ states: 6002, transitions: 9002, deadlock: null });
});

describe("properties", () => {
  test("a state property is violated by a shortest behaviour", async () => {
    expect(await stepsOf(never("seven", { state: (s) => s.at === 7 }))).toBe(4);
    expect(await stepsOf(always("not seven", { state: (s) => s.at !== 7 }))).toBe(4);
    expect(await stepsOf(always("start", { state: (s) => s.at !== 0 }))).toBe(0);
    expect(await stepsOf(sometimes("seven", { state: (s) => s.at === 7 }))).toBe(4);
    expect(await stepsOf(always("low", { state: (s) => s.at <= 10 }))).toBeUndefined();
  });

  test("a step property sees both sides of every transition, also into states seen before", async () => {
    // 2 is first reached by one step of two, so that a violation on 1 -> 2 leads into a state that was seen.
    const single = never("one to two", {
      on: [up],
      step: (before, { by }, after) => before.at === 1 && by === 1 && after.at === 2,
    });
    expect(await stepsOf(single)).toBe(2);
  });

  test("exercise is counted on states or on transitions", async () => {
    const result = await explore(
      ladder({
        properties: [
          always("odd", { state: () => true, exercisedWhen: (s) => s.odd }),
          always("by two", { on: [up], step: () => true, exercisedWhen: (_, { by }) => by === 2 }),
          always("never", { state: () => true, exercisedWhen: () => false }),
        ],
      }),
    );
    expect(result.outcomes.map(({ exercised }) => exercised)).toEqual([5, 9, 0]);
  });

  test("a state property about each of some things holds for all, and is exercised by any", async () => {
    const rung = { rung: range(0, 10) };
    const result = await explore(
      ladder({
        properties: [
          always("below seven", {
            parameters: rung,
            exercisedWhen: (s, { rung }) => s.odd && s.at === rung,
            state: (s, { rung }) => s.at !== rung || rung < 7,
          }),
          never("on two", { parameters: rung, state: (s, { rung }) => rung === 2 && s.at === rung }),
          sometimes("on nine", { parameters: rung, state: (s, { rung }) => rung === 9 && s.at === rung }),
          sometimes("on none", { parameters: rung, state: (s, { rung }) => s.at > rung && s.at < rung }),
          always("anywhere", { parameters: rung, state: () => true, exercisedWhen: (s, { rung }) => s.at === rung }),
        ],
      }),
    );
    expect(result.outcomes.map(({ steps }) => steps?.length)).toEqual([4, 1, 5, undefined, undefined]);
    expect(result.outcomes[4]?.exercised).toBe(11);
    expect(result.outcomes[0]?.exercised).toBe(5);
  });

  test("the search ends early only when everything is decided", async () => {
    const seven = never("seven", { state: (s) => s.at === 7 });
    const both = [seven, never("two", { state: (s) => s.at === 2 })];
    expect((await explore(ladder({ properties: both, deadlocks: false }))).complete).toBe(false);
    expect((await explore(ladder({ properties: both }))).complete).toBe(true);
    expect((await explore(ladder({ properties: [seven, always("any", { state: () => true })] }))).complete).toBe(true);
  });
});

describe("limits", () => {
  test("depth: states that far away are judged and not expanded", async () => {
    const far = never("six", { state: (s) => s.at === 6 });
    const result = await explore(ladder({ properties: [far] }), { maxDepth: 3 });
    expect(result).toMatchObject({ states: 7, depth: 3, complete: false, limit: "depth" });
    expect(result.outcomes[0]?.steps).toHaveLength(3);
    expect(await explore(ladder(), { maxDepth: 0 })).toMatchObject({
      states: 1,
      transitions: 0,
      depth: 0,
      limit: "depth",
    });
    expect(await explore(ladder(), { maxDepth: 6 })).toMatchObject({ states: 11, complete: true, limit: null });
  });

  test("states: the level is finished", async () => {
    expect(await explore(ladder(), { maxStates: 4 })).toMatchObject({ states: 5, complete: false, limit: "states" });
  });

  test("a signal, time and memory end the search at once", async () => {
    expect(await explore(counter(), { signal: AbortSignal.abort() })).toMatchObject({
      complete: false,
      limit: "interrupted",
    });
    expect(await explore(counter(), { maxSeconds: 0 })).toMatchObject({ complete: false, limit: "time" });
    expect(await explore(counter(), { maxBytes: 1 })).toMatchObject({ complete: false, limit: "memory" });
  });
});

describe("model errors", () => {
  const error = async (effect: (draft: { at: number }) => unknown): Promise<unknown> => {
    const broken = action("break", { enabled: (s) => s.at === 4, effect: effect as () => void });
    const { modelError, complete } = await explore(ladder({ actions: [broken, up] }));
    expect(complete).toBe(false);
    expect(modelError?.steps).toHaveLength(3);
    return modelError?.message;
  };

  test("name the step, the path and the value", async () => {
    expect(
      await error((draft) => {
        draft.at = 11;
      }),
    ).toBe('effect of "break": at cannot be 11: its domain is 0…10');
    expect(
      await error(() => {
        throw new Error("oops");
      }),
    ).toBe('effect of "break": oops');
    expect(await error(async () => {})).toBe(
      'effect of "break": returned a promise; an effect is one synchronous step',
    );
  });

  test("a guard that writes is found out", async () => {
    const sly = action("sly", {
      enabled: (s) => {
        if (s.at === 2) (s as { at: number }).at = 3;
        return false;
      },
      effect: () => {},
    });
    expect((await explore(ladder({ actions: [up, sly] }))).modelError?.message).toMatch(/wrote to the state/);
  });

  test("a property that writes is found out, on states and on steps", async () => {
    const write = (s: { readonly at: number }): boolean => {
      (s as { at: number }).at = 2;
      return true;
    };
    for (const property of [
      always("writes", { state: write }),
      always("writes", { step: (_b, _p, after) => write(after) }),
    ]) {
      const { modelError, complete } = await explore(ladder({ properties: [property] }));
      expect(modelError?.message).toMatch(/wrote to the state/);
      expect(complete).toBe(false);
    }
  });

  test("properties that throw or answer with something else", async () => {
    const throwing = always("throws", {
      state: (s) => {
        if (s.at === 3) throw new Error("cannot say");
        return true;
      },
    });
    expect((await explore(ladder({ properties: [throwing] }))).modelError).toMatchObject({
      message: 'property "throws": cannot say',
    });
    const vague = always("vague", { on: [up], step: () => 1 as unknown as boolean });
    expect(
      (await explore(ladder({ properties: [{ ...vague, badStep: () => 1 as unknown as boolean }] }))).modelError
        ?.message,
    ).toMatch(/instead of true or false/);
  });

  test("a judgement on final states that throws", async () => {
    const final = (): boolean => {
      throw new Error("cannot say");
    };
    expect((await explore(ladder({ final }))).modelError).toMatchObject({ message: "final: cannot say" });
  });

  test("an initial state outside its domain", async () => {
    const initial = (draft: { at: number }): void => {
      draft.at = -1;
    };
    expect((await explore(ladder({ initial: initial as never }))).modelError).toMatchObject({ steps: [] });
  });
});

/** A machine with more states than are expanded between two looks at the clock. */
function counter(): Machine {
  const wide = record({ n: range(0, 5000) });
  const { action: act } = author(wide);
  const next = act("next", { enabled: (s) => s.n < 5000, effect: (draft) => void draft.n++ });
  return machineOf(scenario({ name: "counter", state: wide, actions: [next], final: () => true }));
}
