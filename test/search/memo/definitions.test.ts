/** Definitions: learnt steps of models that use them are the model's own, and their number is a sum, not a product. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  author,
  define,
  explore,
  type Machine,
  machineOf,
  range,
  record,
  scenario,
  vector,
} from "../../../src/index.js";
import { Learner } from "../../../src/search/memo/learner.js";
import { PackedMachine } from "../../../src/search/packed.js";
import { memoAgrees } from "./agreement.js";

const SIZE = 5;
const VALUES = 3;
const state = record({ cells: vector(SIZE, range(0, VALUES - 1)) });

interface Cells {
  readonly cells: { at(i: number): number };
}
interface Draft {
  readonly cells: { at(i: number): number; set(i: number, value: number): void };
}
type Expression = (s: Cells) => number;
type Statement = (draft: Draft) => void;

const modulo = (value: number): number => ((value % VALUES) + VALUES) % VALUES;
const constant =
  (value: number): Expression =>
  () =>
    value;
const read =
  (i: number): Expression =>
  (s) =>
    s.cells.at(i);
const either =
  (test: Expression, yes: Expression, no: Expression): Expression =>
  (s) =>
    test(s) === 0 ? yes(s) : no(s);
const less =
  (one: Expression, other: Expression): Expression =>
  (s) =>
    one(s) - other(s);
const counting = (from: number, body: Expression): Expression => {
  const counted = define((s: Cells, i: number) => s.cells.at(i) === modulo(body(s)));
  return (s) => [0, 1, 2].filter((n) => counted(s, (from + n) % SIZE)).length;
};
/** Code that catches what its own definition throws. */
const caught = (i: number, body: Expression): Expression => {
  const throwing = define((s: Cells) => {
    if (s.cells.at(i) === 1) throw new Error("one");
    return body(s);
  });
  return (s) => {
    try {
      return throwing(s);
    } catch {
      return 2;
    }
  };
};
const set =
  (i: number, value: Expression): Statement =>
  (draft) =>
    draft.cells.set(i, modulo(value(draft)));
const copy =
  (to: number, from: number): Statement =>
  (draft) =>
    draft.cells.set(to, draft.cells.at(from));
const choose =
  (test: Expression, yes: Statement, no: Statement): Statement =>
  (draft) =>
    (test(draft) === 0 ? yes : no)(draft);

/** Random code over the cells. Any part of an expression may be a definition, also one inside another. */
const cell = fc.nat(SIZE - 1);
const { expression, statement } = fc.letrec<{ expression: Expression; statement: Statement }>((tie) => {
  const [e, s] = [tie("expression"), tie("statement")];
  const options = { depthSize: "small", withCrossShrink: true } as const;
  return {
    expression: fc.oneof(
      options,
      fc.nat(VALUES - 1).map(constant),
      cell.map(read),
      fc.tuple(e, e, e).map((of) => either(...of)),
      fc.tuple(e, e).map((of) => less(...of)),
      e.map((body) => define(body)),
      fc.tuple(e, e, e).map((of) => define(either(...of))),
      fc.tuple(cell, e).map((of) => counting(...of)),
      fc.tuple(cell, e).map((of) => caught(...of)),
    ),
    statement: fc.oneof(
      options,
      fc.tuple(cell, e).map((of) => set(...of)),
      fc.tuple(cell, cell).map((of) => copy(...of)),
      fc.tuple(e, s, s).map((of) => choose(...of)),
    ),
  };
});

test("random code made of definitions does what it does when it is not learnt", () => {
  const { action, always } = author(state);
  // They reach every state.
  const turns = Array.from({ length: SIZE }, (_, i) =>
    action(`turn ${i}`, { effect: ({ cells }) => cells.set(i, (cells.at(i) + 1) % VALUES) }),
  );
  const anyAction = fc.record({ guard: expression, statements: fc.array(statement, { minLength: 1, maxLength: 3 }) });
  const anyProperty = fc.record({ exercised: expression, step: expression, state: expression });
  fc.assert(
    fc.property(fc.array(anyAction, { minLength: 1, maxLength: 3 }), anyProperty, (steps, judged) => {
      const actions = steps.map(({ guard, statements }, n) =>
        action(`a${n}`, {
          enabled: (s) => modulo(guard(s)) !== 0,
          effect: (draft) => {
            for (const run of statements) run(draft);
          },
        }),
      );
      const properties = [
        always("judged", {
          exercisedWhen: (_, __, after) => judged.exercised(after) === 0,
          step: (before, _, after) => judged.step(before) <= judged.step(after),
          state: (s) => modulo(judged.state(s)) !== 1,
        }),
      ];
      const machine = machineOf(scenario({ name: "random", state, actions: [...turns, ...actions], properties }));
      expect(memoAgrees(machine, VALUES ** SIZE)).toBe(VALUES ** SIZE);
    }),
    { numRuns: 100 },
  );
});

/** Lessons that it takes until nothing in any state is new. */
function lessonsFor(machine: Machine): number {
  const learner = new Learner(machine);
  const packed = new PackedMachine(machine);
  const seen = new Set<string>();
  const queue = [packed.initial()];
  for (const now of queue) {
    packed.before.set(now);
    for (let i = 0; i < machine.instances.length; i++) {
      if (learner.trie.find(learner.steps + i, now) === 0) learner.step(i, now);
      packed.before.set(now);
      if (!packed.isEnabled(i)) continue;
      packed.apply(i);
      const next = packed.after.slice();
      if (seen.has(next.join())) continue;
      seen.add(next.join());
      queue.push(next);
    }
  }
  return learner.count;
}

test("what two definitions look at is learnt for each, and not for each combination", () => {
  const places = record({ left: vector(3, range(0, 3)), right: vector(3, range(0, 3)), n: range(0, 63) });
  const lessonsWith = (made: (body: (half: Half) => boolean) => (half: Half) => boolean): number => {
    const { action } = author(places);
    const even = made((half) => (half.at(0) + half.at(1) + half.at(2)) % 2 === 0);
    const write = (name: "left" | "right") =>
      [0, 1, 2].map((i) =>
        action(`${name} ${i}`, { effect: (draft) => draft[name].set(i, (draft[name].at(i) + 1) % 4) }),
      );
    const count = action("count", {
      enabled: (s) => even(s.left) && even(s.right) && s.n < 1,
      effect: (draft) => {
        draft.n++;
      },
    });
    return lessonsFor(
      machineOf(scenario({ name: "halves", state: places, actions: [...write("left"), ...write("right"), count] })),
    );
  };
  interface Half {
    at(i: number): number;
  }
  // Six actions with four values each; then 64 halves on the left, and as many on the right of an even one.
  expect(lessonsWith(define)).toBeLessThan(6 * 4 + 64 + 64 + 2);
  expect(lessonsWith((body) => body)).toBeGreaterThan(32 * 64);
});

describe("a definition that is none is a model error", () => {
  const counters = record({ a: range(0, 150), b: range(0, 150), c: range(0, 3) });
  const { action } = author(counters);
  const up = (name: "a" | "b") =>
    action(`up ${name}`, {
      enabled: (s) => s[name] < 150,
      effect: (draft) => {
        draft[name]++;
      },
    });
  type Seen = { readonly a: number; c: number };
  const told = async (definition: (s: Seen) => unknown): Promise<string | undefined> => {
    const suspect = action("suspect", {
      enabled: (s) => s.c < 2,
      effect: (draft) => {
        definition(draft);
        draft.c = 3;
      },
    });
    const machine = machineOf(scenario({ name: "suspect", state: counters, actions: [up("a"), up("b"), suspect] }));
    return (await explore(machine)).modelError?.message;
  };

  test("one that does as it should is not", async () => {
    expect(await told(define((s: Seen) => s.a % 5 === 1))).toBeUndefined();
  });

  test("one that writes", async () => {
    const writes = define((draft: Seen) => {
      draft.c = 1;
      return true;
    });
    expect(await told(writes)).toMatch(/a definition wrote to the state/);
  });

  test("one that comes to an object", async () => {
    expect(await told(define(((s: Seen) => [s.a]) as never))).toMatch(/something else than a boolean/);
  });

  test("one that leaves something behind", async () => {
    let last = 0;
    const remembers = define((s: Seen) => {
      last = s.a % 7;
      return true;
    });
    const follows = action("follow", {
      effect: (draft) => {
        remembers(draft);
        draft.c = last % 4;
      },
    });
    const machine = machineOf(scenario({ name: "remembers", state: counters, actions: [up("a"), up("b"), follows] }));
    expect((await explore(machine)).modelError?.message).toMatch(/pure function/);
  });
});

test("a definition that throws tells its error as any other code does", async () => {
  const counter = record({ n: range(0, 2000) });
  const { action } = author(counter);
  const check = define((s: { readonly n: number }) => {
    if (s.n === 1500) throw new Error("fifteen hundred");
    return s.n % 2 === 0;
  });
  const up = action("up", {
    enabled: (s) => s.n < 2000,
    effect: (draft) => {
      draft.n += check(draft) ? 1 : 1;
    },
  });
  const { modelError } = await explore(machineOf(scenario({ name: "throws", state: counter, actions: [up] })));
  expect(modelError?.message).toMatch(/fifteen hundred/);
});
