import { applyPatches, enablePatches, type Patch } from "immer";
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/machine/action.js";
import { author, constants } from "../../src/machine/author.js";
import { asStep, instanceOf } from "../../src/machine/instance.js";
import { type Machine, machineOf } from "../../src/machine/machine.js";
import { number, scenario } from "../../src/machine/scenario.js";
import { ModelError } from "../../src/schema/errors.js";
import { id, list, oneOf, range, record, vector } from "../../src/schema/schema.js";
import type { Value } from "../../src/schema/value.js";
import { interpreter } from "../../src/semantics/interpreter.js";

const task = id("task", "tasks");
const state = record({
  tasks: vector(task, record({ at: oneOf("idle", "busy") })),
  turns: list(3, task),
  left: range(0, 5),
});
const { action, always, never, sometimes } = author(state, constants<{ readonly step: number }>());
const wrong = (value: unknown): never => value as never;

const start = action("start", {
  parameters: { who: task, by: range(1, 2) },
  enabled: (s, { who, by }) => s.tasks[who].at === "idle" && s.left >= by,
  effect: (draft, { who, by }) => {
    draft.tasks[who].at = "busy";
    draft.left -= by * draft.constants.step;
    draft.turns.push(who);
  },
});
const wait = action("wait", { effect: () => {} });

const machineWith = (...more: readonly Action[]): Machine =>
  machineOf(
    scenario({
      name: "turns",
      state,
      scope: { tasks: number(1, 3, 2, "how many tasks") },
      constants: () => ({ step: 1 }),
      initial: (draft) => {
        draft.left = 4;
      },
      actions: [start, wait, ...more],
      properties: [
        always("bounded", { state: (s) => s.left <= 3 }),
        never("two at once", {
          on: [start],
          step: (before, { who }, after) => before.left - after.left === 2 && who !== 9,
        }),
        sometimes("all busy", { state: (s) => s.tasks.every((t) => t.at === "busy") }),
      ],
      final: (s) => s.left === 0,
    }),
  );
const propertyOf = (machine: Machine, name: string) => {
  const found = machine.properties.find((property) => property.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

describe("the reference interpreter", () => {
  const machine = machineWith();
  const run = interpreter(machine);
  const first = run.initial();
  const at = (name: string, parameters = {}): number => instanceOf(machine, { action: name, parameters }) ?? -1;

  it("starts from the initial state", () => {
    expect(first).toEqual({ tasks: [{ at: "idle" }, { at: "idle" }], turns: [], left: 4 });
  });

  it("lists enabled instances in order", () => {
    expect(run.enabled(first)).toEqual([0, 1, 2, 3, 4]);
    const { value } = run.apply(first, at("start", { who: 0, by: 2 }));
    expect(run.enabled(value)).toEqual([2, 3, 4]);
    expect(run.isEnabled(value, 0)).toBe(false);
    expect(run.isEnabled(value, 2)).toBe(true);
  });

  it("makes frozen states, shares what did not change, and says what did", () => {
    enablePatches();
    const { value, patches } = run.apply(first, at("start", { who: 1, by: 1 }));
    expect(value).toEqual({ tasks: [{ at: "idle" }, { at: "busy" }], turns: [1], left: 3 });
    expect(first).toEqual({ tasks: [{ at: "idle" }, { at: "idle" }], turns: [], left: 4 });
    const { tasks } = value as unknown as { tasks: readonly object[] };
    expect([value, tasks, ...tasks].every((each) => Object.isFrozen(each))).toBe(true);
    expect(tasks[0]).toBe((first as unknown as { tasks: readonly object[] }).tasks[0]);
    expect(applyPatches(first as object, patches as Patch[])).toEqual(value);
    expect(patches.map((patch) => patch.path.join("."))).toContain("tasks.1.at");
  });

  it("gives back the very state when nothing changed", () => {
    expect(run.apply(first, at("wait")).value).toBe(first);
  });

  it("freezes what was pushed", () => {
    const machine = machineWith(action("push", { effect: (draft) => draft.turns.push(wrong(1)) }));
    const run = interpreter(machine);
    const { value } = run.apply(run.initial(), machine.instances.length - 1);
    expect(Object.isFrozen((value as unknown as { turns: object }).turns)).toBe(true);
  });

  it("judges properties", () => {
    const bounded = propertyOf(machine, "bounded");
    const two = propertyOf(machine, "two at once");
    const busy = propertyOf(machine, "all busy");
    const { value } = run.apply(first, at("start", { who: 0, by: 2 }));
    const { value: second } = run.apply(value, at("start", { who: 1, by: 2 }));
    expect([first, value].map((state) => run.badState(bounded, state))).toEqual([true, false]);
    expect(run.badStep(two, first, at("start", { who: 0, by: 2 }), value)).toBe(true);
    expect(run.badStep(two, first, at("wait"), value)).toBe(false);
    expect(run.badState(two, first)).toBe(false);
    expect([value, second].map((state) => run.badState(busy, state))).toEqual([false, true]);
    expect([value, second].map((state) => run.final(state))).toEqual([false, true]);
    expect(run.stateExercised(bounded, first)).toBe(true);
    expect(run.stepExercised(two, first, at("start", { who: 0, by: 2 }), value)).toBe(true);
    expect(run.stepExercised(two, first, at("wait"), value)).toBe(false);
  });

  it("shows a state to properties", () => {
    const view = run.view(first) as { tasks: { size: number }; left: number; constants: object };
    expect([view.tasks.size, view.left, view.constants]).toEqual([2, 4, { step: 1 }]);
  });

  it("finds instances by name, whatever the order of the parameters", () => {
    expect(machine.instances.map((instance) => instanceOf(machine, asStep(instance)))).toEqual([0, 1, 2, 3, 4]);
    expect(at("start", { by: 2, who: 1 })).toBe(3);
    expect(at("start", { by: "2", who: 1 })).toBe(-1);
    expect(at("stop")).toBe(-1);
  });
});

describe("errors name the code at fault", () => {
  const applying = (effect: (draft: never) => unknown, steps = 1) => {
    const machine = machineWith(action("odd", { parameters: { who: task }, effect: effect as never }));
    const run = interpreter(machine);
    let value: Value = run.initial();
    for (let step = 0; step < steps; step++) value = run.apply(value, machine.instances.length - 1).value;
    return value;
  };

  it("an effect, with its parameters and the path", () => {
    expect(() =>
      applying((draft: { tasks: { at: string }[] }) => ((draft.tasks[0] as { at: string }).at = "x")),
    ).toThrow('effect of "odd (who=1)": tasks[0].at cannot be "x": its domain is "idle" | "busy"');
  });

  it("an effect that throws anything", () => {
    const odd = () =>
      applying(() => {
        throw "a string";
      });
    expect(odd).toThrow('effect of "odd (who=1)": threw a string');
    expect(odd).toThrow(ModelError);
  });

  it("an effect that throws half-way leaves the state as it was", () => {
    const machine = machineWith(
      action("half", {
        effect: (draft) => {
          draft.left = 1;
          draft.tasks[wrong(0)].at = "busy";
          throw new Error("out");
        },
      }),
    );
    const run = interpreter(machine);
    const before = run.initial();
    expect(() => run.apply(before, machine.instances.length - 1)).toThrow(/out/);
    expect(before).toEqual(run.initial());
  });

  it("a guard that answers with something else", () => {
    const machine = machineWith(action("odd", { enabled: () => wrong(1), effect: () => {} }));
    const run = interpreter(machine);
    expect(() => run.enabled(run.initial())).toThrow('guard of "odd": returned 1 instead of true or false');
  });

  it("an asynchronous effect, even one that fails later", async () => {
    expect(() =>
      applying(async () => {
        throw new Error("later");
      }),
    ).toThrow(/effect of "odd \(who=1\)": returned a promise/);
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it("a property", () => {
    const machine = machineWith();
    const run = interpreter(machine);
    const broken = {
      ...propertyOf(machine, "bounded"),
      badState: () => {
        throw new Error("oh");
      },
    };
    expect(() => run.badState(broken, run.initial())).toThrow('property "bounded": oh');
  });

  it("the initial state", () => {
    const bad = scenario({ name: "bad", state: record({ x: range(0, 1) }), initial: (d) => (d.x = 2), actions: [] });
    expect(() => interpreter(machineOf(bad)).initial()).toThrow("the initial state: x cannot be 2");
  });
});

describe("reading and writing", () => {
  it.each([
    ["a field", (s: never) => ((s as { left: number }).left = 1), "left"],
    ["a list", (s: never) => (s as { turns: { push(id: number): void } }).turns.push(0), "turns"],
    ["a nested field", (s: never) => ((s as { tasks: [{ at: string }] }).tasks[0].at = "busy"), "tasks[0].at"],
  ])("a guard and a property cannot write %s", (_, write, path) => {
    const machine = machineWith(
      action("odd", {
        enabled: (s) => {
          write(s as never);
          return true;
        },
        effect: () => {},
      }),
    );
    const run = interpreter(machine);
    const message = `${path} cannot be written here: only effects write`;
    expect(() => run.enabled(run.initial())).toThrow(`guard of "odd": ${message}`);
    expect(() => write(run.view(run.initial()) as never)).toThrow(message);
  });

  it("a handle that outlives its effect is of no use", () => {
    const kept: { left: number }[] = [];
    const machine = machineWith(action("keep", { effect: (draft) => void kept.push(draft) }));
    const run = interpreter(machine);
    run.apply(run.initial(), machine.instances.length - 1);
    expect(() => kept[0]?.left).toThrow(/after the step/);
  });
});

describe("running twice", () => {
  let calls = 0;
  const flip = action("flip", {
    enabled: () => calls++ % 2 === 0,
    effect: (draft) => {
      draft.left = calls++ % 5;
    },
  });
  const machine = machineWith(flip);
  const last = machine.instances.length - 1;

  it("finds a guard that is no pure function", () => {
    const run = interpreter(machine, { twice: true });
    expect(() => run.isEnabled(run.initial(), last)).toThrow(
      /guard of "flip": is not a pure function.*true, then false/,
    );
    expect(() => interpreter(machine).isEnabled(run.initial(), last)).not.toThrow();
  });

  it("finds an effect that is no pure function", () => {
    const run = interpreter(machine, { twice: true });
    expect(() => run.apply(run.initial(), last)).toThrow(/effect of "flip": is not a pure function.*left: \d → \d/);
    expect(() => interpreter(machine).apply(run.initial(), last)).not.toThrow();
  });

  it("finds an effect that throws only once", () => {
    let thrown = false;
    const machine = machineWith(
      action("once", {
        effect: () => {
          if (!thrown) {
            thrown = true;
            throw new Error("first time");
          }
        },
      }),
    );
    const run = interpreter(machine, { twice: true });
    expect(() => run.apply(run.initial(), last)).toThrow(
      /not a pure function.*first it threw .*first time, then it returned/,
    );
  });

  it("leaves pure ones, and their errors, alone", () => {
    const run = interpreter(machineWith(), { twice: true });
    const { value } = run.apply(run.initial(), 0);
    expect(run.enabled(value)).toEqual([2, 3, 4]);
    const three = [0, 2].reduce((state, step) => run.apply(state, step).value, value);
    expect(() => run.apply(three, 0)).toThrow('effect of "start (who=0, by=1)": turns is full: it holds at most 3');
  });
});
