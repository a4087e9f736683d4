/**
 * What draft programs mean, case by case, and where they must fail. Each case is run by every executor: one step from
 * the initial state, and either the state after it or what the error says.
 */
import {
  boolean,
  id,
  list,
  mapOf,
  oneOf,
  option,
  type RecordSchema,
  range,
  record,
  setOf,
  vector,
} from "../../src/schema/schema.js";
import type { DraftOf, Id } from "../../src/schema/types.js";
import type { Value } from "../../src/schema/value.js";

export interface Trap {
  readonly name: string;
  readonly schema: RecordSchema;
  readonly effect: (draft: never) => unknown;
  /** The fields that differ from the initial state, or what the error says. */
  readonly expect: Readonly<Record<string, Value>> | RegExp;
}

const task = id("task", 3);
const T = (n: number): Id<"task"> => n as Id<"task">;
/** For programs that the type checker would refuse. */
const wrong = (value: unknown): never => value as never;

const lease = record({ owner: task, kind: oneOf("read", "write") });
const inode = record({ size: range(0, 9), leases: list(2, lease), seen: setOf(task) });
const world = record({
  tasks: vector(task, record({ at: oneOf("idle", "busy", "done"), on: option(range(0, 3)), ready: boolean() })),
  inodes: vector(2, inode),
  marks: vector(2, range(-1, 3)),
  queue: list(4, range(0, 9)),
  open: setOf(task),
  names: mapOf(task, record({ at: range(0, 9), tags: list(2, boolean()) })),
  rank: mapOf(task, range(0, 9)),
  pair: record({ left: record({ x: range(0, 9) }), right: record({ x: range(0, 9) }) }),
  total: range(0, 99),
  line: list(4, record({ n: range(0, 9), inner: list(3, record({ m: range(0, 9) })) })),
});
type World = DraftOf<typeof world>;
const cases: Trap[] = [];
const trap = (name: string, effect: (draft: World) => unknown, expect: Trap["expect"]): void => {
  cases.push({ name, schema: world, effect, expect });
};

const IDLE = { at: "idle", on: null, ready: false };
const NOTHING = { size: 0, leases: [], seen: [] };
const line = (...ns: number[]): Value[] => ns.map((n) => ({ n, inner: [] }));
const fill = (d: World, ...ns: number[]): void => {
  for (const n of ns) d.line.push({ n, inner: [] });
};
const REMOVED = /removed or moved/;

// Assigning copies.
trap(
  "an older handle sees what is assigned to its slot",
  (d) => {
    const old = d.inodes[0];
    d.inodes.set(0, { size: 3, leases: [], seen: [] });
    d.total = old.size;
  },
  { inodes: [{ ...NOTHING, size: 3 }, NOTHING], total: 3 },
);
trap(
  "an older handle to a nested record sees what is assigned around it",
  (d) => {
    const old = d.pair.left;
    d.pair = { left: { x: 4 }, right: { x: 5 } };
    d.total = old.x;
    old.x = 6;
  },
  { pair: { left: { x: 6 }, right: { x: 5 } }, total: 4 },
);
trap(
  "the source of an assignment is not aliased",
  (d) => {
    d.pair.left.x = 1;
    d.pair.right = d.pair.left;
    d.pair.left.x = 2;
  },
  { pair: { left: { x: 2 }, right: { x: 1 } } },
);
trap(
  "the copy is deep",
  (d) => {
    d.inodes[0].leases.push({ owner: T(1), kind: "read" });
    d.inodes[0].seen.add(T(2));
    d.inodes.set(1, d.inodes[0]);
    d.inodes[0].leases.at(0).kind = "write";
    d.inodes[0].seen.clear();
  },
  {
    inodes: [
      { size: 0, leases: [{ owner: 1, kind: "write" }], seen: [] },
      { size: 0, leases: [{ owner: 1, kind: "read" }], seen: [2] },
    ],
  },
);
trap(
  "plain data handed in are not aliased",
  (d) => {
    const plain = { n: 1, inner: [{ m: 1 }] };
    d.line.push(plain);
    plain.n = 2;
    (plain.inner[0] as { m: number }).m = 2;
    d.line.push(plain);
  },
  {
    line: [
      { n: 1, inner: [{ m: 1 }] },
      { n: 2, inner: [{ m: 2 }] },
    ],
  },
);
trap(
  "assigning a slot to itself changes nothing",
  (d) => {
    fill(d, 1, 2);
    const second = d.line.at(1);
    const itself = d.line;
    d.line = itself;
    second.n = 3;
  },
  { line: line(1, 3) },
);
trap(
  "a value is complete before it is written: two parts swapped in one assignment",
  (d) => {
    d.pair = { left: { x: 1 }, right: { x: 2 } };
    d.pair = { left: d.pair.right, right: d.pair.left };
  },
  { pair: { left: { x: 2 }, right: { x: 1 } } },
);
trap(
  "a value is complete before it is written: elements of the list itself",
  (d) => {
    fill(d, 1, 2, 3);
    d.line = wrong([d.line.at(2), d.line.at(0)]);
  },
  { line: line(3, 1) },
);
trap(
  "a list element set to a record keeps its handle",
  (d) => {
    fill(d, 1, 2);
    const first = d.line.at(0);
    d.line.set(0, d.line.at(1));
    d.total = first.n;
    first.n = 5;
  },
  { line: line(5, 2), total: 2 },
);
trap(
  "an assigned list is copied element by element, and handles to those that remain live",
  (d) => {
    fill(d, 1, 2);
    const first = d.line.at(0);
    d.line = wrong([{ n: 4, inner: [] }]);
    first.inner.push({ m: first.n });
  },
  { line: [{ n: 4, inner: [{ m: 4 }] }] },
);
trap(
  "an assigned list is copied element by element, and handles to those beyond its end are dead",
  (d) => {
    fill(d, 1, 2);
    const second = d.line.at(1);
    d.line = wrong([{ n: 4, inner: [] }]);
    d.total = second.n;
  },
  REMOVED,
);
trap(
  "handles inside a copied record follow its lists",
  (d) => {
    fill(d, 1, 2);
    d.line.at(0).inner.push({ m: 1 });
    const inner = d.line.at(0).inner.at(0);
    d.line.set(0, d.line.at(1));
    d.total = inner.m;
  },
  REMOVED,
);
trap(
  "plain data for sets may be in any order, and name an id twice",
  (d) => {
    d.open = wrong([T(2), T(0), T(2)]);
  },
  { open: [0, 2] },
);
trap(
  "sets and maps are copied from handles",
  (d) => {
    d.inodes[0].seen.add(T(1));
    d.open = d.inodes[0].seen;
    d.inodes[0].seen.clear();
    d.rank.set(T(2), 3);
    const itself = d.rank;
    d.rank = itself;
  },
  { open: [1], rank: [[2, 3]] },
);

// Handles die with their slots.
trap(
  "a handle to a removed element is dead",
  (d) => {
    fill(d, 1);
    const gone = d.line.at(0);
    d.line.removeAt(0);
    d.total = gone.n;
  },
  REMOVED,
);
trap(
  "a dead handle cannot be written through",
  (d) => {
    fill(d, 1);
    const gone = d.line.at(0);
    d.line.removeAt(0);
    gone.n = 1;
  },
  REMOVED,
);
trap(
  "a dead handle cannot be copied",
  (d) => {
    fill(d, 1);
    const gone = d.line.at(0);
    d.line.removeAt(0);
    d.line.push(gone);
  },
  REMOVED,
);
trap(
  "a handle to a moved element is dead",
  (d) => {
    fill(d, 1, 2);
    const moved = d.line.at(1);
    d.line.removeAt(0);
    d.total = moved.n;
  },
  REMOVED,
);
trap(
  "a handle to something inside a moved element is dead",
  (d) => {
    fill(d, 1, 2);
    const inside = d.line.at(1).inner;
    d.line.removeAt(0);
    inside.push({ m: 1 });
  },
  REMOVED,
);
trap(
  "handles to the elements before a removed one live",
  (d) => {
    fill(d, 1, 2, 3);
    const first = d.line.at(0);
    d.line.removeAt(1);
    first.n = 7;
  },
  { line: line(7, 3) },
);
trap(
  "clear ends all handles",
  (d) => {
    fill(d, 1);
    const gone = d.line.at(0);
    d.line.clear();
    fill(d, 2);
    gone.n = 3;
  },
  REMOVED,
);
trap(
  "a slot that is filled again has a fresh handle, and the old one stays dead",
  (d) => {
    fill(d, 1);
    const old = d.line.at(0);
    d.line.removeAt(0);
    fill(d, 2);
    const fresh = d.line.at(0);
    d.marks.set(0, old === fresh ? 1 : 0);
    fresh.n = 4;
    d.total = d.line.at(0).n;
  },
  { line: line(4), total: 4, marks: [0, -1] },
);
trap(
  "a deleted key ends its handle",
  (d) => {
    d.names.set(T(1), { at: 1, tags: [] });
    const gone = d.names.get(T(1));
    d.names.delete(T(1));
    d.total = gone?.at ?? 0;
  },
  REMOVED,
);
trap(
  "deleting one key leaves the handle of another alone",
  (d) => {
    d.names.set(T(2), { at: 2, tags: [] });
    d.names.set(T(1), { at: 1, tags: [] });
    const kept = d.names.get(T(2));
    d.names.delete(T(1));
    if (kept !== undefined) kept.at = 5;
  },
  { names: [[2, { at: 5, tags: [] }]] },
);
trap(
  "a key that is set again keeps its handle",
  (d) => {
    d.names.set(T(1), { at: 1, tags: [] });
    const old = d.names.get(T(1));
    d.names.set(T(1), { at: 2, tags: [true] });
    d.total = old?.at ?? 0;
  },
  { names: [[1, { at: 2, tags: [true] }]], total: 2 },
);
trap(
  "clearing a map ends its handles",
  (d) => {
    d.names.set(T(1), { at: 1, tags: [] });
    const gone = d.names.get(T(1));
    d.names.clear();
    gone?.tags.push(true);
  },
  REMOVED,
);
trap(
  "the same slot has the same handle",
  (d) => {
    fill(d, 1);
    const { leases } = d.inodes[0];
    const same = [
      d.tasks[T(1)] === d.tasks.at(T(1)),
      d.tasks.first((t) => t === d.tasks[T(2)]) === d.tasks[T(2)],
      d.line.at(0) === d.line.first(() => true),
      d.inodes[0].leases === leases,
      d.pair.left !== d.pair.right,
    ];
    d.total = same.filter((each) => each).length;
  },
  { line: line(1), total: 5 },
);

// Walks.
trap(
  "a walk visits what was present at entry, not what is pushed",
  (d) => {
    fill(d, 1, 2);
    d.line.forEach((each) => {
      d.line.push({ n: each.n + 2, inner: [] });
    });
  },
  { line: line(1, 2, 3, 4) },
);
trap(
  "a walk that removes the element it visits misses none",
  (d) => {
    fill(d, 1, 2, 3, 4);
    d.line.forEach((each, at) => {
      d.queue.push(each.n);
      d.line.removeAt(at);
    });
  },
  { queue: [1, 2, 3, 4] },
);
trap(
  "a walk passes over elements that were removed before their turn",
  (d) => {
    fill(d, 1, 2, 3, 4);
    d.line.forEach((each) => {
      d.queue.push(each.n);
      if (each.n === 2) d.line.removeAt(2);
    });
  },
  { line: line(1, 2, 4), queue: [1, 2, 4] },
);
trap(
  "a walk follows elements that move up because an earlier one was removed",
  (d) => {
    fill(d, 1, 2, 3);
    d.line.forEach((each, at) => {
      d.queue.push(each.n);
      d.marks.set(0, at);
      if (each.n === 2) d.line.removeAt(0);
    });
  },
  { line: line(2, 3), queue: [1, 2, 3], marks: [1, -1] },
);
trap(
  "clear ends a walk, whatever is pushed then",
  (d) => {
    fill(d, 1, 2, 3);
    d.line.forEach((each) => {
      d.queue.push(each.n);
      d.line.clear();
      fill(d, 7, 8, 9);
    });
  },
  { line: line(7, 8, 9), queue: [1] },
);
trap(
  "walks over the same list nest",
  (d) => {
    for (const n of [1, 2, 3]) d.queue.push(n);
    d.queue.forEach((outer) => {
      d.queue.forEach((inner, at) => {
        if (outer === 1 && inner === 2) d.queue.removeAt(at);
        d.total += 1;
      });
    });
  },
  { queue: [1, 3], total: 5 },
);
trap(
  "an assigned list ends a walk where it ends",
  (d) => {
    fill(d, 1, 2, 3);
    d.line.forEach((each) => {
      d.queue.push(each.n);
      d.line = wrong([
        { n: 5, inner: [] },
        { n: 6, inner: [] },
      ]);
    });
  },
  { line: line(5, 6), queue: [1, 6] },
);
trap(
  "a walk over a list that dies meanwhile fails",
  (d) => {
    fill(d, 1, 2);
    d.line.at(1).inner = wrong([{ m: 1 }, { m: 2 }, { m: 3 }]);
    d.line.at(1).inner.forEach((each) => {
      d.total += each.m;
      if (each.m === 1) d.line.removeAt(0);
    });
  },
  REMOVED,
);
trap(
  "a walk over a set visits the members of its entry that remain, ascending",
  (d) => {
    d.open.add(T(2));
    d.open.add(T(0));
    d.open.forEach((each) => {
      d.queue.push(each);
      d.open.add(T(1));
    });
    d.open.forEach((each) => {
      d.queue.push(each);
      d.open.delete(T(1));
    });
  },
  { open: [0, 2], queue: [0, 2, 0, 2] },
);
trap(
  "a walk over a map visits the keys of its entry that remain, ascending",
  (d) => {
    d.rank.set(T(2), 5);
    d.rank.set(T(1), 4);
    d.rank.forEach((value, key) => {
      d.queue.push(value);
      d.rank.set(T(0), key);
      d.rank.delete(T(2));
    });
  },
  {
    rank: [
      [0, 1],
      [1, 4],
    ],
    queue: [4],
  },
);
trap(
  "a throw inside a walk that is caught leaves later walks right",
  (d) => {
    fill(d, 1, 2);
    try {
      d.line.forEach(() => {
        throw new Error("out");
      });
    } catch {
      d.line.removeAt(0);
    }
    d.line.forEach((each) => {
      d.queue.push(each.n);
    });
  },
  { line: line(2), queue: [2] },
);

// Searches must not change what they search.
const CHANGED = /changed while it was being searched/;
for (const [name, search] of [
  ["some", (d: World, test: () => boolean) => d.queue.some(test)],
  ["every", (d: World, test: () => boolean) => d.queue.every(test)],
  ["count", (d: World, test: () => boolean) => d.queue.count(test)],
  ["first", (d: World, test: () => boolean) => d.queue.first(test)],
  ["firstKey", (d: World, test: () => boolean) => d.queue.firstKey(test)],
] as const) {
  trap(
    `${name} on a list must not push`,
    (d) => {
      d.queue.push(1);
      search(d, () => {
        d.queue.push(2);
        return true;
      });
    },
    CHANGED,
  );
  trap(
    `${name} on a list must not remove and push`,
    (d) => {
      d.queue.push(1);
      search(d, () => {
        d.queue.removeAt(0);
        d.queue.push(1);
        return true;
      });
    },
    CHANGED,
  );
}
trap(
  "some on a set must not add",
  (d) => {
    d.open.add(T(1));
    d.open.some(() => {
      d.open.add(T(0));
      return true;
    });
  },
  CHANGED,
);
trap(
  "every on a map must not delete",
  (d) => {
    d.rank.set(T(1), 1);
    d.rank.every(() => {
      d.rank.delete(T(1));
      return true;
    });
  },
  CHANGED,
);
trap(
  "searches may write the elements",
  (d) => {
    fill(d, 1, 2);
    d.total = d.line.count((each) => {
      each.n += 1;
      return each.n === 3;
    });
  },
  { line: line(2, 3), total: 1 },
);
trap(
  "searches answer in ascending order",
  (d) => {
    fill(d, 4, 7, 7);
    d.rank.set(T(2), 5);
    d.rank.set(T(1), 5);
    d.open.add(T(2));
    d.queue.push(d.line.firstKey((each) => each.n === 7) ?? 9);
    d.queue.push(d.rank.firstKey((value) => value === 5) ?? 9);
    d.queue.push(d.open.first(() => true) ?? 9);
    d.queue.push(d.line.count((_, key) => key > 0));
    d.total = d.tasks.firstKey((each) => each.ready) ?? 42;
  },
  {
    line: line(4, 7, 7),
    rank: [
      [1, 5],
      [2, 5],
    ],
    open: [2],
    queue: [1, 1, 2, 2],
    total: 42,
  },
);
trap(
  "searches of the empty",
  (d) => {
    const answers = [d.queue.every(() => false), !d.open.some(() => true), d.rank.first(() => true) === undefined];
    d.total = answers.filter((each) => each).length;
  },
  { total: 3 },
);

// Bounds.
trap(
  "a full list takes no more",
  (d) => {
    for (let n = 0; n < 3; n++) d.inodes[0].leases.push({ owner: T(n), kind: "read" });
  },
  /inodes\[0\]\.leases is full: it holds at most 2/,
);
trap("a list has no element past its end", (d) => d.line.at(0), /line has no element 0\b/);
trap("nor before its start", (d) => d.queue.at(-1), /queue has no element -1\b/);
trap("nor between two", (d) => [d.queue.push(1), d.queue.at(0.5)], /queue has no element 0\.5/);
trap("set needs an element", (d) => d.queue.set(2, 1), /queue has no element 2\b/);
trap("removeAt needs an element", (d) => d.queue.removeAt(0), /queue has no element 0\b/);
trap("a vector's at needs an element", (d) => d.tasks.at(T(99)), /tasks has no element 99\b/);
trap("a vector of scalars' at needs an element", (d) => d.marks.at(2), /marks has no element 2\b/);
trap("a vector's set needs an element", (d) => d.marks.set(2, 1), /marks has no element 2\b/);
trap("a vector is not extended by assignment", (d) => Object.assign(d.tasks, { 7: IDLE }), /./);
trap("a vector's element is not replaced by assignment", (d) => Object.assign(d.tasks, { 1: IDLE }), /./);
trap("a record gets no new fields", (d) => Object.assign(d.tasks[T(0)], { where: 1 }), /./);
trap("an id beyond its kind is in no set", (d) => d.open.has(T(3)), /open.*3/);
trap("nor can it be added", (d) => d.open.add(T(3)), /open.*3/);
trap("nor be a key", (d) => d.rank.set(T(-1), 1), /rank.*-1/);
trap("nor asked for", (d) => d.names.get(T(3)), /names.*3/);
trap(
  "adding what is there and deleting what is not is no error",
  (d) => {
    d.open.add(T(1));
    d.open.add(T(1));
    d.open.delete(T(0));
  },
  { open: [1] },
);

// Domains.
const domain = (name: string, effect: (d: World) => unknown, expect: RegExp): void =>
  trap(`outside the domain: ${name}`, effect, expect);
domain("a string", (d) => (d.tasks[T(1)].at = wrong("x")), /tasks\[1\]\.at cannot be "x": its domain is "idle" \| /);
domain("too large", (d) => (d.total = 100), /total cannot be 100: its domain is 0…99/);
domain("too small", (d) => (d.inodes[1].size = -1), /inodes\[1\]\.size cannot be -1/);
domain("a fraction", (d) => (d.total = 0.5), /total cannot be 0\.5/);
domain("NaN", (d) => (d.total = Number.NaN), /total cannot be NaN/);
trap(
  "negative zero is stored as zero",
  (d) => {
    d.total = -d.total;
    d.marks.set(1, -0);
    d.line.push({ n: -0, inner: [] });
  },
  { total: 0, marks: [-1, 0], line: line(0) },
);
domain("a number for a boolean", (d) => (d.tasks[T(0)].ready = wrong(1)), /tasks\[0\]\.ready cannot be 1/);
domain("a string for a number", (d) => (d.total = wrong("1")), /total cannot be "1"/);
domain("null where there is no option", (d) => (d.total = wrong(null)), /total cannot be null/);
domain("undefined for an option", (d) => (d.tasks[T(0)].on = wrong(undefined)), /tasks\[0\]\.on cannot be undefined/);
domain("inside an option", (d) => (d.tasks[T(0)].on = 4), /tasks\[0\]\.on cannot be 4: its domain is 0…3 or null/);
domain("in a list", (d) => d.queue.push(10), /queue\[0\] cannot be 10/);
domain("in a map", (d) => d.rank.set(T(1), 10), /rank\[1\] cannot be 10/);
domain(
  "in a pushed record",
  (d) => d.inodes[0].leases.push(wrong({ owner: 0, kind: "x" })),
  /inodes\[0\]\.leases\[0\]\.kind/,
);
domain("a missing field", (d) => d.inodes[0].leases.push(wrong({ owner: 1 })), /inodes\[0\]\.leases\[0\]\.kind/);
domain(
  "an unknown field",
  (d) => d.inodes[0].leases.push(wrong({ owner: 1, kind: "read", extra: 1 })),
  /inodes\[0\]\.leases.* has no field "extra"/,
);
domain("a list for a record", (d) => d.line.push(wrong([])), /line\[0\]/);
domain("null for a record", (d) => d.line.push(wrong(null)), /line\[0\] cannot be null/);
domain("a scalar for a list", (d) => (d.queue = wrong(1)), /queue cannot be 1/);
domain("a record for a vector", (d) => (d.marks = wrong({})), /marks cannot be/);
domain("a vector too short", (d) => (d.marks = wrong([1])), /marks cannot be/);
domain("a list too long", (d) => (d.queue = wrong([1, 2, 3, 4, 5])), /queue is full: it holds at most 4/);
domain("a spread handle", (d) => [fill(d, 1), d.line.push({ ...d.line.at(0) })], /line\[1\]/);
domain(
  "deep in plain data",
  (d) => d.line.push({ n: 1, inner: [{ m: 1 }, { m: 11 }] }),
  /line\[0\]\.inner\[1\]\.m cannot be 11/,
);
domain("an asynchronous effect", async (d) => (d.total = 1), /promise/);

// Half-done effects, and what they may return.
trap(
  "a throw says what it says",
  (d) => {
    d.total = 1;
    throw new Error("no such luck");
  },
  /effect of "go": no such luck/,
);
trap("what an effect returns is ignored", (d) => (d.total = 2), { total: 2 });
trap("doing nothing changes nothing", () => {}, {});

export const traps: readonly Trap[] = cases;
