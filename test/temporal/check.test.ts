import { describe, expect, test } from "vitest";
import {
  author,
  boolean,
  decodeToken,
  encodeToken,
  explore,
  id,
  ltl,
  type Machine,
  machineOf,
  range,
  record,
  replay,
  scenario,
  strong,
  vector,
  weak,
} from "../../src/index.js";
import { livenessLines } from "../../src/report/exploration.js";
import { verdictsOf } from "../../src/report/verdicts.js";
import { checkLiveness, unsearched } from "../../src/temporal/check.js";
import { behaviourOf } from "../../src/trace/behaviour.js";
import { small } from "./small.js";

const first = async (machine: Machine) => {
  const { outcomes } = await checkLiveness(machine);
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("there is no liveness property");
  return outcome;
};

describe("lassos", () => {
  test("the stem is a shortest one, and the loop the shortest behind it", async () => {
    const machine = small({ edges: "0a1 1a2 2a3 3a2 0b4 4b5 5b6 6b4", atoms: "p0,1,4", fairness: "progress" }, "G F p");
    const { lasso } = await first(machine);
    expect(lasso).toMatchObject({ loop: 2 });
    expect(lasso?.steps.map(({ action }) => action).join("")).toBe("aaaa");
  });

  test("a behaviour that ends for good has an empty loop", async () => {
    const { lasso } = await first(small({ edges: "0a1 1a2", atoms: "p0", fairness: "progress" }, "G F p"));
    expect(lasso?.steps).toHaveLength(2);
    expect(lasso?.loop).toBe(2);
  });

  test("a loop takes of strong fairness no more than it owes", async () => {
    const { lasso } = await first(small({ edges: "0a1 1a1 1b2 2c1 2d3 3e1", atoms: "p0", fairness: "Sd Sa" }, "G F p"));
    expect(lasso?.steps.map(({ action }) => action).join("")).toBe("aa");
  });

  test("a token carries stem and loop, and replays", async () => {
    const machine = small({ edges: "0a1 1a2 2a1", atoms: "p0", fairness: "progress" }, "G F p");
    const { lasso } = await first(machine);
    if (!lasso) throw new Error("there is a lasso");
    const token = encodeToken(behaviourOf(machine, lasso.steps, "f", lasso.loop), machine);
    expect(decodeToken(token)).toMatchObject({ loop: 1 });
    const again = replay(machine, decodeToken(token));
    expect(again.outcome).toBe("violates");
    expect(again.lasso?.avoids).toEqual(["p"]);
    expect(again.lasso?.kept.map(({ why }) => why)).toEqual([{ taken: 2 }]);
  });

  test("what is no loop, what is not fair, and what keeps the property is not confirmed", () => {
    const machine = small({ edges: "0a1 1a0 0b0", atoms: "p1", fairness: "Wa" }, "G F p");
    const step = (action: string, edge: number) => ({ action, parameters: { edge } });
    expect(replay(machine, { steps: [step("a", 0)], loop: 0, property: "f" }).misfit?.reason).toBe("no-loop");
    const unfair = replay(machine, { steps: [step("b", 0)], loop: 0, property: "f" });
    expect(unfair.outcome).toBe("fits");
    expect(unfair.lasso?.unfair).toHaveLength(1);
    expect(replay(machine, { steps: [step("a", 0), step("a", 1)], loop: 0, property: "f" }).outcome).toBe("fits");
    expect(replay(machine, { steps: [], loop: 0, property: "f" }).outcome).toBe("fits");
  });
});

describe("vacuity", () => {
  test.each([
    ["G F (!ena | doa)", "Wa", true],
    ["(F G !ena) | (G F doa)", "Wa", false],
    ["(F G !ena) | (G F doa)", "Sa", true],
    ["G F (ena | enb)", "Wab", false],
    ["p | !p", "", true],
    ["G F p", "Wa", false],
  ])("%s under %s follows from fairness alone: %s", async (formula, fairness, alone) => {
    const { lasso, byFairnessAlone } = await first(
      small({ edges: "0a1 1a0 0b0 1b1", atoms: "p0,1", fairness }, formula),
    );
    expect(lasso).toBeNull();
    expect(byFairnessAlone).toBe(alone);
  });

  test.each([
    ["q ~> p", 0],
    ["p ~> p", 2],
    ["G(dob -> p)", 1],
    ["G F p", 2],
  ])("%s is exercised %i times", async (formula, times) => {
    const { exercised } = await first(small({ edges: "0a1 1a0 1b0", atoms: "p0,1 q7", fairness: "Wab" }, formula));
    expect(exercised).toBe(times);
  });
});

describe("limits", () => {
  const long = { edges: "0a1 1a2 2a3 3a3 3b0", atoms: "p0", fairness: "Wa" };

  test("leave a verdict open", async () => {
    const { outcomes, complete, limit } = await checkLiveness(small(long, "G F p"), { maxDepth: 2 });
    expect({ complete, limit }).toEqual({ complete: false, limit: "depth" });
    expect(outcomes[0]?.lasso).toBeNull();
  });

  test("do not hide a violation in what was searched", async () => {
    const { outcomes } = await checkLiveness(small({ ...long, edges: `${long.edges} 1c1`, fairness: "" }, "G F p"), {
      maxDepth: 2,
    });
    expect(outcomes[0]?.lasso).not.toBeNull();
  });

  test("that nothing can meet leave liveness out, and are told", async () => {
    const machine = small(long, "G F p");
    const liveness = unsearched(machine);
    const [row] = verdictsOf({ ...(await explore(machine)), liveness });
    expect(row).toMatchObject({ property: "f", verdict: "unknown", limit: "states" });
    expect(livenessLines(liveness, 80)).toMatch(/^Liveness: not searched\./);
  });

  test("in bytes end the search", async () => {
    const machine = workers([]);
    expect((await checkLiveness(machine, { maxBytes: 1 })).limit).toBe("memory");
  });
});

/** Two workers that take turns at a counter, and one that can get lost. */
function workers(assumed: readonly ("each" | "all" | "strong")[]): Machine {
  const worker = id("worker", 2);
  const state = record({ done: vector(worker, range(0, 3)), busy: boolean(), lost: boolean() });
  const { action, liveness, neverStuck, holds } = author(state);
  const work = action("work", {
    parameters: { worker },
    enabled: (s, { worker: who }) => !s.busy && (who === 0 || !s.lost),
    effect: (draft, { worker: who }) => {
      draft.done.set(who, (draft.done.at(who) + 1) % 4);
      draft.busy = true;
    },
  });
  const rest = action("rest", {
    enabled: (s) => s.busy,
    effect: (draft) => {
      draft.busy = false;
    },
  });
  const lose = action("lose", {
    enabled: (s) => !s.lost && s.done.at(1 as never) === 2,
    effect: (draft) => {
      draft.lost = true;
    },
  });
  const kinds = {
    each: weak("each works", [work], "worker"),
    all: weak("somebody works, and rests", [work, rest]),
    strong: strong("each works when it can", [work], "worker"),
  };
  return machineOf(
    scenario({
      name: "workers",
      state,
      actions: assumed.length === 0 ? [work, rest, lose] : [work, rest],
      fairness: () => [...assumed.map((name) => kinds[name]), weak("all rest", [rest])],
      properties: [
        liveness("all-work", {
          formula: (_, scope) =>
            ltl.forEach(worker, scope, (who) =>
              ltl.infinitelyOften(holds(`${who} has finished`, (s) => s.done.at(who) === 3)),
            ),
        }),
        neverStuck("nobody-is-lost", {
          alive: (_, scope) =>
            [0, 1].map((who) => ltl.enabled([work], (parameters) => parameters.worker === who && scope !== null)),
        }),
      ],
    }),
  );
}

describe("fairness of families", () => {
  test.each([
    [["all"], false],
    [["each"], false], // busy in between: nobody can work without interruption
    [["strong"], true],
  ] as const)("%s: everybody works: %s", async (assumed, holds) => {
    expect((await first(workers(assumed))).lasso === null).toBe(holds);
  });
});

describe("partial deadlock", () => {
  test("is found where nothing brings a part back, whatever the others do", async () => {
    const lossy = (await checkLiveness(workers([]))).outcomes[1];
    expect(lossy?.lasso?.steps.some(({ action }) => action === "lose")).toBe(true);
    const sound = (await checkLiveness(workers(["all"]))).outcomes[1];
    expect(sound?.lasso).toBeNull();
    expect(sound?.exercised).toBeGreaterThan(0);
  });
});

test("a part that only starves can come back, and is not stuck; one that cannot is", async () => {
  const n = range(0, 2);
  const { action, neverStuck, holds } = author(record({ n }));
  const made = (back: boolean): Machine =>
    machineOf(
      scenario({
        name: "starving",
        state: record({ n }),
        actions: [
          action("stay", { effect: () => {} }),
          action("go", {
            parameters: { to: n },
            enabled: (s, { to }) => s.n !== to && (s.n === 0 || back),
            effect: (draft, { to }) => {
              draft.n = to;
            },
          }),
        ],
        properties: [neverStuck("alive", { alive: () => [holds("at home", (s) => s.n === 0)] })],
      }),
    );
  expect((await first(made(true))).lasso).toBeNull();
  expect((await first(made(false))).lasso).toMatchObject({ loop: 1, steps: { length: 2 } });
});

test("a step that changes nothing is a step, also where it was learnt", async () => {
  const { action, liveness } = author(record({ n: range(0, 999) }));
  const stay = action("stay", { enabled: (s) => s.n >= 300, effect: () => {} });
  const machine = machineOf(
    scenario({
      name: "still",
      state: record({ n: range(0, 999) }),
      actions: [
        stay,
        action("count", {
          enabled: (s) => s.n < 999,
          effect: (draft) => {
            draft.n++;
          },
        }),
      ],
      fairness: () => [weak("whoever can stay stays in the end", [stay])],
      properties: [
        liveness("stays", {
          formula: () => ltl.infinitelyOften(ltl.or(ltl.taken([stay]), ltl.not(ltl.enabled([stay])))),
        }),
      ],
    }),
  );
  const { transitions, outcomes } = await checkLiveness(machine);
  expect(transitions).toBe(999 + 700);
  expect(outcomes[0]?.lasso).toBeNull();
});

test("a formula may say what an action is that the scenario does not have", async () => {
  const machine = small({ edges: "0a0", atoms: "", fairness: "" }, "true");
  const [property] = machine.properties;
  if (property === undefined) throw new Error("there is one");
  const formula = ltl.always(ltl.not(ltl.taken([{ name: "b" }])));
  const broken = { ...machine, properties: [{ ...property, temporal: { formula: () => formula, beyondHope: false } }] };
  await expect(checkLiveness(broken)).rejects.toThrow('has no action "b"');
});
