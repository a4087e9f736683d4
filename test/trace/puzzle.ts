/** A model in which dropping steps has each kind of consequence, one for each test of the minimiser. */
import { author, boolean, range, record, scenario } from "../../src/index.js";

const state = record({
  at: range(0, 4),
  a: range(0, 1),
  b: range(0, 1),
  odd: boolean(),
  left: boolean(),
  right: boolean(),
  count: range(0, 60),
  noise: range(0, 60),
  level: range(0, 3),
  lowered: boolean(),
  tripped: boolean(),
  ended: boolean(),
});
const { action, never } = author(state);

const step = action("step", {
  enabled: (s) => s.at < 4 && !s.ended,
  effect: (draft) => {
    draft.at += 1;
  },
});
const jump = action("jump", {
  enabled: (s) => s.at === 0 && !s.ended,
  effect: (draft) => {
    draft.at = 4;
  },
});
const stampA = action("stamp a", {
  enabled: (s) => s.a === 0 && !s.ended,
  effect: (draft) => {
    draft.a = 1;
    draft.odd = !draft.odd;
  },
});
const stampB = action("stamp b", {
  enabled: (s) => s.b === 0 && !s.ended,
  effect: (draft) => {
    draft.b = 1;
    draft.odd = !draft.odd;
  },
});
const left = action("left", {
  enabled: (s) => !s.left && !s.ended,
  effect: (draft) => {
    draft.left = true;
  },
});
const right = action("right", {
  enabled: (s) => s.left && !s.right && !s.ended,
  effect: (draft) => {
    draft.right = true;
  },
});
const count = action("count", {
  enabled: (s) => s.count < 60 && !s.ended,
  effect: (draft) => {
    draft.count += 1;
  },
});
const rustle = action("rustle", {
  enabled: (s) => s.noise < 60 && !s.ended,
  effect: (draft) => {
    draft.noise += 1;
  },
});
const raise = action("raise", {
  enabled: (s) => s.level < 3 && !s.ended,
  effect: (draft) => {
    draft.level += 1;
  },
});
/** Fails at the bottom. */
const lower = action("lower", {
  enabled: (s) => !s.ended,
  effect: (draft) => {
    draft.level -= 1;
    draft.lowered = true;
  },
});
const trip = action("trip", {
  enabled: (s) => !s.tripped && !s.ended,
  effect: (draft) => {
    draft.tripped = true;
  },
});
const end = action("end", {
  enabled: (s) => !s.ended,
  effect: (draft) => {
    draft.ended = true;
  },
});

/** Named after what shows them. */
export const puzzle = scenario({
  name: "puzzle",
  state,
  actions: [step, jump, stampA, stampB, left, right, count, rustle, raise, lower, trip, end],
  properties: [
    never("end-at-4", { on: [end], step: (before) => before.at === 4 }),
    never("even-and-right", { on: [end], step: (before) => !before.odd && before.right }),
    never("sixty", { state: (s) => s.count === 60 }),
    never("left", { state: (s) => s.left }),
  ],
  final: (s) => s.ended && !s.tripped,
});
