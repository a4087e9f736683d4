/** Random machines whose ids are interchangeable by construction: guards and effects put together from parts that name no id. */
import fc from "fast-check";
import {
  author,
  type DraftOf,
  type Id,
  id,
  list,
  type Machine,
  machineOf,
  option,
  range,
  record,
  type StateOf,
  scenario,
  setOf,
  vector,
} from "../../src/index.js";

const a = id("a", 3);
const b = id("b", 3);
const state = record({
  as: vector(a, record({ mark: range(0, 2), next: option(a), at: option(b) })),
  bs: vector(b, record({ mark: range(0, 1), owner: option(a) })),
  chosen: setOf(a),
  queue: list(2, a),
  phase: range(0, 2),
});

type State = StateOf<typeof state>;
type Draft = DraftOf<typeof state>;
type A = Id<"a">;
type B = Id<"b">;

/** What a part is made for: two numbers. */
type Guard = (s: State, x: A, y: B, n: number) => boolean;
type Effect = (draft: Draft, x: A, y: B, n: number) => void;

const guards: readonly Guard[] = [
  (s, x, _y, n) => s.as[x].mark === n % 3,
  (s, x) => s.as[x].next === null,
  (s, x) => s.as[x].next !== x,
  (s, x, y) => s.as[x].at === y,
  (s, x) => s.chosen.has(x),
  (s, x) => !s.chosen.has(x),
  (s, _x, y, n) => s.bs[y].mark === n % 2,
  (s, x, y) => s.bs[y].owner === x,
  (s, _x, _y, n) => s.phase === n % 3,
  (s, x) => s.queue.some((queued) => queued === x),
  (s) => s.queue.length < 2,
  (s, x, _y, n) => s.as.some(({ next, mark }) => next === x && mark === n % 3),
  () => true,
];

const effects: readonly Effect[] = [
  (d, x, _y, n) => {
    d.as[x].mark = n % 3;
  },
  (d, x, _y, n) => {
    d.as[x].next = n % 2 === 0 ? x : null;
  },
  (d, x) => {
    const { next } = d.as[x];
    if (next !== null) d.as[next].next = x;
  },
  (d, x, y, n) => {
    d.as[x].at = n % 3 === 0 ? null : y;
  },
  (d, x, y) => {
    d.bs[y].owner = x;
  },
  (d, _x, y, n) => {
    d.bs[y].mark = n % 2;
  },
  (d, x, _y, n) => (n % 2 === 0 ? d.chosen.add(x) : d.chosen.delete(x)),
  (d, x) => {
    if (d.queue.length < 2) d.queue.push(x);
  },
  (d) => {
    if (d.queue.length > 0) d.as[d.queue.at(0)].next = d.queue.at(d.queue.length - 1);
  },
  (d) => {
    if (d.queue.length > 0) d.queue.removeAt(0);
  },
  (d, _x, _y, n) => {
    d.phase = n % 3;
  },
  (d, x, _y, n) =>
    d.as.forEach((other, z) => {
      if (other.next === x && z !== x) other.mark = n % 3;
    }),
  (d, x) =>
    d.chosen.forEach((z) => {
      if (z !== x) d.as[z].next = x;
    }),
  // The least that is free and not the step's own: free ones are alike in all that a state says of them.
  (d, x, y) => {
    const free = d.bs.firstKey(
      ({ owner, mark }, z) => z !== y && owner === null && mark === 0 && d.as.every(({ at }) => at !== z),
    );
    if (free !== undefined) d.bs[free].owner = x;
  },
];

const { action, never, sometimes } = author(state);
const part = fc.tuple(fc.nat(99), fc.nat(99));

/** Machines of at most a few thousand states, and now and then more. */
export const anyMachine: fc.Arbitrary<Machine> = fc
  .record({
    actions: fc.array(
      fc.record({ when: fc.array(part, { maxLength: 2 }), does: fc.array(part, { minLength: 1, maxLength: 2 }) }),
      {
        minLength: 2,
        maxLength: 4,
      },
    ),
    bad: fc.array(part, { minLength: 2, maxLength: 3 }),
    start: fc.array(part, { maxLength: 3 }),
  })
  .map(({ actions, bad, start }) => {
    const holds = (s: State, x: A, y: B, parts: readonly (readonly [number, number])[]): boolean =>
      parts.every(([which, n]) => (guards[which % guards.length] as Guard)(s, x, y, n));
    const run = (draft: Draft, x: A, y: B, parts: readonly (readonly [number, number])[]): void => {
      for (const [which, n] of parts) (effects[which % effects.length] as Effect)(draft, x, y, n);
    };
    const anywhere = (s: State, parts: readonly (readonly [number, number])[]): boolean =>
      s.as.some((_a, x) => s.bs.some((_b, y) => holds(s, x, y, parts)));
    const acts = actions.map(({ when, does }, n) =>
      action(`act ${n}`, {
        parameters: { x: a, y: b },
        enabled: (s, { x, y }) => holds(s, x, y, when),
        effect: (draft, { x, y }) => run(draft, x, y, does),
      }),
    );
    return machineOf(
      scenario({
        name: "random",
        state,
        symmetry: () => [a, b],
        initial: (draft) => {
          run(draft, 0 as A, 1 as B, start);
        },
        actions: acts,
        properties: [
          never("bad-state", { state: (s) => anywhere(s, bad) }),
          never<(typeof acts)[number]>("bad-step", {
            on: acts,
            step: (before, { x, y }, after) => holds(after, x, y, bad) && !holds(before, x, y, bad.slice(0, 1)),
          }),
          sometimes("some-state", { state: (s) => anywhere(s, [...bad, ...start]) }),
        ],
      }),
    );
  });
