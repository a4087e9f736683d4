/**
 * Workers add one to a shared counter: each reads it, and later writes back what it read plus one.
 *
 *     leasecheck check ./examples/lost-update.js                  # violated: two workers read the same value
 *     leasecheck check ./examples/lost-update.js --design locked  # holds
 */
import { author, id, number, oneOf, option, range, record, scenario, vector } from "leasecheck";

const worker = id("worker", "workers");

const state = record({
  counter: range(0, "workers"),
  lock: option(worker),
  workers: vector(worker, record({ at: oneOf("starts", "has read", "done"), saw: range(0, "workers") })),
});

const { action, always, sometimes } = author(state);

const mayTouch = (s, who) => !s.constants.locking || s.lock === who;

const take = action("take the lock", {
  parameters: { who: worker },
  when: ({ locking }) => locking,
  enabled: (s, { who }) => s.workers[who].at === "starts" && s.lock === null,
  effect: (draft, { who }) => {
    draft.lock = who;
  },
});

const read = action("read", {
  parameters: { who: worker },
  enabled: (s, { who }) => s.workers[who].at === "starts" && mayTouch(s, who),
  effect: (draft, { who }) => {
    draft.workers[who].saw = draft.counter;
    draft.workers[who].at = "has read";
  },
});

const write = action("write", {
  parameters: { who: worker },
  enabled: (s, { who }) => s.workers[who].at === "has read" && mayTouch(s, who),
  effect: (draft, { who }) => {
    draft.counter = draft.workers[who].saw + 1;
    draft.workers[who].saw = 0;
    draft.workers[who].at = "done";
    if (draft.lock === who) draft.lock = null;
  },
});

const everyUpdateCounts = always("every-update-counts", {
  says: "the counter says how many workers are done",
  violatedBy: ["unlocked"],
  state: (s) => s.counter === s.workers.count(({ at }) => at === "done"),
});

const everybodyIsDone = sometimes("everybody-is-done", {
  state: (s) => s.workers.every(({ at }) => at === "done"),
});

export default scenario({
  name: "lost-update",
  says: "workers add to a shared counter",
  state,
  scope: { workers: number(1, 6, 3, "workers") },
  designs: [
    { name: "unlocked", says: "nothing keeps the workers apart", source: "" },
    { name: "locked", says: "a worker holds a lock from before its read until after its write", source: "" },
  ],
  constants: ({ design }) => ({ locking: design.name === "locked" }),
  actions: [take, read, write],
  properties: [everyUpdateCounts, everybodyIsDone],
  final: (s) => s.workers.every(({ at }) => at === "done"),
});
