import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  author,
  explore,
  type Id,
  id,
  interchangeable,
  type Machine,
  machineOf,
  range,
  record,
  scenario,
  setOf,
  vector,
} from "../../src/index.js";
import { generatorsOf } from "../../src/schema/symmetry/kind.js";
import { permuterOf } from "../../src/schema/symmetry/permute.js";
import { models } from "../models/index.js";
import { leaseBreak } from "../models/lease-break.js";
import { allPermutations } from "../schema/symmetry/worlds.js";
import { anyMachine } from "./symmetric-machines.js";
import { bothWays, decided, examineAll, reachable, wrongBehaviours } from "./symmetry.js";

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

/** How many orbits states lie in: counted by trying every permutation on every state. */
function orbits(machine: Machine, states: readonly Int32Array[]): number {
  const permutations = allPermutations(machine.symmetry, generatorsOf);
  const permute = permuterOf(machine.layout, machine.symmetry);
  const seen = new Set<string>();
  let count = 0;
  for (const state of states) {
    if (seen.has(state.join())) continue;
    count++;
    for (const permutation of permutations) seen.add(permute(state, permutation).join());
  }
  return count;
}

const symmetric = models.flatMap((model) =>
  [...model.designs.map(({ name }) => ({ design: name })), ...model.faults.map(({ name }) => ({ bugs: [name] }))]
    .map((choice) => machineOf(model, { ...choice, scope: "quick" }))
    .filter(({ symmetry }) => symmetry.length > 0),
);

describe("the models with interchangeable ids", () => {
  test.each(symmetric.map((machine) => [[machine.scenario.name, ...machine.bugs].join(" "), machine] as const))(
    "%s: the same verdicts, real behaviours, one state an orbit",
    async (_, machine) => {
      const { reduced, full } = await bothWays(machine);
      expect(decided(reduced)).toEqual(decided(full));
      expect(wrongBehaviours(reduced)).toEqual([]);
      expect(reduced.symmetry?.examined).toBeGreaterThan(5);
      expect(full.symmetry).toBeNull();
      const states = reachable(machine);
      expect(states).toHaveLength(full.states);
      expect(reduced.states).toBe(orbits(machine, states));
      expect(reduced.states).toBeLessThan(full.states);
      expect(examineAll(machine, states.slice(0, 1000))).toBeNull();
    },
  );

  test("are several", () => expect(symmetric.length).toBeGreaterThanOrEqual(6));

  test("lease break with 4 tasks in two groups", async () => {
    const machine = machineOf(leaseBreak, { scope: { tasks: 4 } });
    expect((await explore(machine)).states).toBe(orbits(machine, reachable(machine)));
  });
});

test(`random machines: the same verdicts, real behaviours, one state an orbit (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(anyMachine, async (machine) => {
      const full = await explore(machine, { symmetry: false, maxStates: 4_000 });
      fc.pre(full.limit === null);
      const reduced = await explore(machine);
      expect(decided(reduced)).toEqual(decided(full));
      expect(wrongBehaviours(reduced)).toEqual([]);
      if (full.complete) expect(reduced.states).toBe(orbits(machine, reachable(machine)));
    }),
    { seed, numRuns: Number(process.env.RUNS ?? 20) },
  );
});

describe("ids that are used by name", () => {
  const task = id("task", 3);
  type Task = Id<"task">;
  const state = record({ marks: vector(task, range(0, 2)), done: setOf(task) });
  const { action, never } = author(state);
  const mark = action("mark", {
    parameters: { who: task },
    enabled: (s, { who }) => s.marks.at(who) < 2,
    effect: (draft, { who }) => {
      draft.marks.set(who, draft.marks.at(who) + 1);
      if (draft.marks.at(who) === 2) draft.done.add(who);
    },
  });
  const model = (change: object) =>
    machineOf(scenario({ name: "cheat", state, deadlocks: false, symmetry: () => [task], actions: [mark], ...change }));
  const refusal = async (change: object): Promise<string | undefined> => {
    const result = await explore(model(change));
    expect(result.complete).toBe(result.modelError === null);
    expect(examineAll(model({}), reachable(model({})))).toBeNull();
    return result.modelError?.message;
  };

  test("are not found where there are none", async () => expect(await refusal({})).toBeUndefined());

  test.each<[string, RegExp, object]>([
    [
      "in order, by a guard",
      /"overtake \(who=\d, by=\d\)" is (enabled|disabled), and on the twin "overtake \(who=\d, by=\d\)" is (enabled|disabled)/,
      {
        actions: [
          mark,
          action("overtake", {
            parameters: { who: task, by: task },
            enabled: (_, { who, by }) => who < by,
            effect: () => {},
          }),
        ],
      },
    ],
    [
      "in arithmetic, by an effect",
      /"pass on \(who=\d\)" and, on the twin, "pass on \(who=\d\)" lead to different states: marks/,
      {
        actions: [
          mark,
          action("pass on", {
            parameters: { who: task },
            effect: (draft, { who }) => draft.marks.set(((who + 1) % 3) as Task, draft.marks.at(who)),
          }),
        ],
      },
    ],
    [
      "as the first of a set",
      /"finish" and, on the twin, "finish" lead to different states/,
      {
        actions: [
          mark,
          action("finish", {
            enabled: (s) => s.done.size > 0,
            effect: (draft) => {
              const first = draft.done.first(() => true);
              if (first !== undefined) draft.marks.set(first, 1);
            },
          }),
        ],
      },
    ],
    [
      "as a constant, by a state property",
      /on a state first-is-last: (true|false) true, on its twin first-is-last: (true|false) true/,
      { properties: [never("first-is-last", { state: (s) => s.marks.at(0 as Task) === 2 })] },
    ],
    [
      "as a constant, by a step property",
      /last-moves: (true|false) true, on the twin's "mark \(who=\d\)" last-moves: (true|false) true/,
      { properties: [never("last-moves", { on: [mark], step: (_, { who }) => who === 2 })] },
    ],
    [
      "to decide what is final",
      /a state is final, and its twin is not/,
      { deadlocks: true, final: (s: { marks: { at(who: number): number } }) => s.marks.at(1) > 0 },
    ],
    [
      "to leave instances out",
      /there is an instance "mark \(who=0\)", and none "mark \(who=1\)"/,
      { actions: [action("mark", { ...mark, when: (_: never, { who }: { who: number }) => who === 0 } as never)] },
    ],
  ])("are refused when they are used %s", async (_, message, change) => {
    expect(await refusal(change)).toMatch(message);
    expect((await explore(model(change), { symmetry: false })).modelError).toBeNull();
  });

  test("are not looked for among blocks that stay apart", async () => {
    const change = {
      symmetry: () => [interchangeable(task, { classes: [1, 1, 2] })],
      properties: [never("last-moves", { on: [mark], step: (_, { who }) => who === 2 })],
    };
    const { reduced, full } = await bothWays(model(change));
    expect(decided(reduced)).toEqual(decided(full));
    expect(reduced.outcomes[0]?.steps).toHaveLength(1);
  });

  test("a model error is reported with a behaviour that has it, names and all", async () => {
    const change = {
      actions: [
        mark,
        action("break", {
          parameters: { who: task },
          enabled: (s, { who }) => s.marks.at(who) === 2,
          effect: () => {
            throw new Error("oops");
          },
        }),
      ],
    };
    const { modelError } = await explore(model(change));
    expect(modelError?.steps.map(({ action: name }) => name)).toEqual(["mark", "mark", "break"]);
    const [first, second, last] = modelError?.steps.map(({ parameters: { who } }) => who) ?? [];
    expect([second, last]).toEqual([first, first]);
    expect(modelError?.message).toBe(`effect of "break (who=${first})": oops`);
  });
});
