/** Compiled, never run: wrong names, values and id kinds are type errors. */
import { author } from "../../src/machine/author.js";
import { boolean, id, list, mapOf, oneOf, option, range, record, setOf, vector } from "../../src/schema/schema.js";

const task = id("task", 3);
const file = id("file", 2);
const state = record({
  tasks: vector(task, record({ at: oneOf("idle", "busy"), on: option(file), clean: boolean() })),
  leases: list(2, record({ owner: task, kind: oneOf("read", "write") })),
  open: setOf(file),
  turn: range(0, 3),
  marks: vector(file, vector(task, oneOf("none", "some"))),
  names: mapOf(file, record({ at: task })),
});
const { action, always } = author(state);

export const take = action("take", {
  parameters: { who: task, what: file },
  enabled: (s, { who }) => s.tasks[who].at === "idle" && s.leases.every((lease) => lease.owner !== who),
  effect: (draft, { who, what }) => {
    draft.tasks[who].at = "busy";
    draft.tasks[who].on = what;
    draft.tasks.set(who, { at: "busy", on: null, clean: true });
    // @ts-expect-error elements are changed in place or by set()
    draft.tasks[who] = { at: "busy", on: null, clean: true };
    draft.leases.push({ owner: who, kind: "read" });
    draft.open.add(what);
    draft.marks[what].set(who, "some");
    draft.turn = draft.turn + 1;
    draft.names.set(what, { at: who });
    const free = draft.tasks.firstKey((t) => t.at === "idle");
    if (free !== undefined) draft.tasks[free].at = "busy";
    // @ts-expect-error a value that the enum does not have
    draft.tasks[who].at = "bussy";
    // @ts-expect-error an id of another kind
    draft.tasks[who].on = who;
    // @ts-expect-error an id of another kind as a key
    draft.tasks[what].at = "idle";
    // @ts-expect-error a constant is no id
    draft.open.add(0);
    // @ts-expect-error a field is missing
    draft.leases.push({ owner: who });
    // @ts-expect-error no such field
    draft.tasks[who].where = "idle";
  },
});
export const wrongGuard = action("wrong", {
  // @ts-expect-error a value that the enum does not have can never be equal
  enabled: (s) => s.leases.some((l) => l.kind === "wirte"),
  effect: () => {},
});
export const readonly = action("readonly", {
  enabled: (s) => {
    // @ts-expect-error guards see a read-only state
    s.turn = 1;
    return true;
  },
  effect: () => {},
});
export const property = always("p", {
  on: [take],
  step: (before, { who, what }, after) => before.tasks[who].clean === after.open.has(what),
  // @ts-expect-error the watched action has no such parameter
  exercisedWhen: (_before, { breaker }) => breaker,
});
