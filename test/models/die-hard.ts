/** Two jugs without marks, a tap and a drain: can one measure out an exact amount? */
import { author, constants, number, range, record, scenario } from "../../src/index.js";

const state = record({ big: range(0, "big"), small: range(0, "small") });

interface Constants {
  readonly big: number;
  readonly small: number;
  readonly goal: number;
}

const { action, never } = author(state, constants<Constants>());

const fillBig = action("fill big", {
  effect: (draft) => {
    draft.big = draft.constants.big;
  },
});
const fillSmall = action("fill small", {
  effect: (draft) => {
    draft.small = draft.constants.small;
  },
});
const emptyBig = action("empty big", {
  effect: (draft) => {
    draft.big = 0;
  },
});
const emptySmall = action("empty small", {
  effect: (draft) => {
    draft.small = 0;
  },
});

const pourIntoBig = action("pour small into big", {
  effect: (draft) => {
    const poured = Math.min(draft.small, draft.constants.big - draft.big);
    draft.big += poured;
    draft.small -= poured;
  },
});

const pourIntoSmall = action("pour big into small", {
  effect: (draft) => {
    const poured = Math.min(draft.big, draft.constants.small - draft.small);
    draft.small += poured;
    draft.big -= poured;
  },
});

const measured = never("goal-measured", {
  says: "the big jug never holds the goal: a violation is the solution of the riddle",
  state: (s) => s.big === s.constants.goal,
});

/** The riddle of the two jugs. */
export const dieHard = scenario({
  name: "die-hard",
  says: "measure out an amount of water with two jugs",
  state,
  scope: {
    big: number(1, 20, 5, "gallons in the big jug"),
    small: number(1, 20, 3, "gallons in the small jug"),
    goal: number(1, 20, 4, "gallons to measure out in the big jug"),
  },
  refuses: ({ big, goal }) => (Number(goal) > Number(big) ? "the goal does not fit into the big jug" : null),
  constants: ({ scope }): Constants => ({
    big: Number(scope.big),
    small: Number(scope.small),
    goal: Number(scope.goal),
  }),
  actions: [fillBig, fillSmall, emptyBig, emptySmall, pourIntoBig, pourIntoSmall],
  properties: [measured],
});

export default dieHard;
