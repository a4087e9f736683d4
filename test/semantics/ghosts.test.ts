import { describe, expect, it } from "vitest";
import { author } from "../../src/machine/author.js";
import { machineOf } from "../../src/machine/machine.js";
import { scenario } from "../../src/machine/scenario.js";
import { boolean, ghost, id, list, mapOf, range, record, setOf, vector } from "../../src/schema/schema.js";
import type { DraftOf, Id, StateOf } from "../../src/schema/types.js";
import type { Value } from "../../src/schema/value.js";
import { interpreter } from "../../src/semantics/interpreter.js";

const task = id("task", 2);
const T = (n: number): Id<"task"> => n as Id<"task">;
const lease = record({ owner: task, told: ghost(boolean()) });
const state = record({
  leases: list(3, lease),
  clean: record({ owner: task, told: boolean() }),
  asked: ghost(range(0, 3)),
  log: ghost(list(2, range(0, 3))),
  past: ghost(list(2, lease)),
  who: ghost(setOf(task)),
  at: ghost(mapOf(task, range(0, 3))),
  seen: ghost(vector(2, boolean())),
  now: range(0, 3),
});
const { action } = author(state);
type Draft = DraftOf<typeof state>;
type State = StateOf<typeof state>;

const outcomeOf = (effect: (draft: Draft) => unknown): Value => {
  const machine = machineOf(scenario({ name: "ghosts", state, actions: [action("go", { effect: effect as never })] }));
  const run = interpreter(machine);
  return run.apply(run.initial(), 0).value;
};
const guarded = (guard: (state: State) => unknown): boolean => {
  const enabled = (s: State): boolean => guard(s) !== s;
  const machine = machineOf(
    scenario({ name: "ghosts", state, actions: [action("go", { enabled, effect: () => {} })] }),
  );
  const run = interpreter(machine);
  return run.isEnabled(run.initial(), 0);
};

const reads: readonly (readonly [string, (s: State) => unknown])[] = [
  ["asked", (s) => s.asked],
  ["log", (s) => s.log.length],
  ["log", (s) => s.log.some(() => true)],
  ["log", (s) => s.log.forEach(() => {})],
  ["past", (s) => s.past.length],
  ["who", (s) => s.who.has(T(0))],
  ["who", (s) => s.who.size],
  ["who", (s) => s.who.forEach(() => {})],
  ["at", (s) => s.at.get(T(0))],
  ["at", (s) => s.at.count(() => true)],
  ["seen[1]", (s) => s.seen.at(1)],
  ["seen[0]", (s) => s.seen.forEach(() => {})],
];

describe("ghosts", () => {
  it.each(reads)("guards and effects cannot read %s (%s)", (path, read) => {
    expect(() => guarded(read)).toThrow(`guard of "go": ${path} is a ghost: only properties may read it`);
    expect(() => outcomeOf(read as (draft: Draft) => unknown)).toThrow(`effect of "go": ${path} is a ghost`);
  });

  it("nor those inside elements", () => {
    const push = (draft: Draft): void => draft.leases.push({ owner: T(0), told: true });
    expect(() => outcomeOf((draft) => [push(draft), draft.leases.at(0).told])).toThrow("leases[0].told is a ghost");
    expect(() => outcomeOf((draft) => [push(draft), draft.leases.every((each) => each.told)])).toThrow(
      "leases[0].told",
    );
  });

  it("what is no ghost can be read", () => {
    expect(guarded((s) => [s.now, s.leases.length, s.seen.size])).toBe(true);
  });

  it("effects write them", () => {
    const value = outcomeOf((draft) => {
      draft.asked = 2;
      draft.log.push(1);
      draft.log.push(2);
      draft.log.removeAt(0);
      draft.who.add(T(1));
      draft.at.set(T(1), 3);
      draft.seen.set(1, true);
      draft.past.push({ owner: T(1), told: false });
      draft.past.at(0).told = true;
    });
    expect(value).toMatchObject({
      asked: 2,
      log: [2],
      who: [1],
      at: [[1, 3]],
      seen: [false, true],
      past: [{ owner: 1, told: true }],
    });
  });

  it("writing outside the domain is still an error", () => {
    expect(() => outcomeOf((draft) => (draft.asked = 4))).toThrow("asked cannot be 4");
  });

  it("copying records with ghosts inside is no reading", () => {
    const value = outcomeOf((draft) => {
      draft.leases.push({ owner: T(1), told: true });
      draft.leases.push(draft.leases.at(0));
      draft.leases.push({ owner: T(0), told: false });
      draft.leases.set(2, draft.leases.at(1));
      draft.past.push(draft.leases.at(0));
    });
    const copied = { owner: 1, told: true };
    expect(value).toMatchObject({ leases: [copied, copied, copied], past: [copied] });
  });

  it("copying a ghost to where guards look is reading", () => {
    expect(() =>
      outcomeOf((draft) => {
        draft.leases.push({ owner: T(1), told: true });
        draft.clean = draft.leases.at(0);
      }),
    ).toThrow("leases[0].told is a ghost");
    expect(() =>
      outcomeOf((draft) => {
        draft.past.push({ owner: T(1), told: true });
        draft.leases.push(draft.past.at(0));
      }),
    ).toThrow("past[0] is a ghost");
  });

  it("properties read them", () => {
    const machine = machineOf(scenario({ name: "ghosts", state, actions: [] }));
    const run = interpreter(machine);
    const seen = run.view(run.initial()) as State;
    for (const [, read] of reads) expect(() => read(seen)).not.toThrow();
    expect(seen.asked).toBe(0);
  });
});
