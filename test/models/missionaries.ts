/** Missionaries and cannibals cross a river in one boat; on no bank may cannibals outnumber missionaries. */
import { author, constants, number, oneOf, range, record, type StateOf, scenario } from "../../src/index.js";

const state = record({
  boat: oneOf("left", "right"),
  /** How many are on the left bank, where all start. */
  missionaries: range(0, "each"),
  cannibals: range(0, "each"),
});

interface Constants {
  readonly each: number;
  readonly seats: number;
}
type State = StateOf<typeof state> & { readonly constants: Constants };

const { action, always, sometimes } = author(state, constants<Constants>());

const isSafe = (missionaries: number, cannibals: number, each: number): boolean =>
  missionaries === 0 || missionaries === each || missionaries === cannibals;
const fits = (number: number, each: number): boolean => number >= 0 && number <= each;
const allAcross = (s: State): boolean => s.boat === "right" && s.missionaries === 0 && s.cannibals === 0;
/** What a crossing adds to the left bank. */
const sign = (s: State): number => (s.boat === "left" ? -1 : 1);

const cross = action("cross", {
  parameters: { missionaries: range(0, "seats"), cannibals: range(0, "seats") },
  when: ({ seats }, { missionaries, cannibals }) => {
    const aboard = missionaries + cannibals;
    return aboard >= 1 && aboard <= seats;
  },
  enabled: (s, { missionaries, cannibals }) => {
    const { each } = s.constants;
    const stay = s.missionaries + sign(s) * missionaries;
    const eat = s.cannibals + sign(s) * cannibals;
    return !allAcross(s) && fits(stay, each) && fits(eat, each) && isSafe(stay, eat, each);
  },
  effect: (draft, { missionaries, cannibals }) => {
    const direction = sign(draft);
    draft.missionaries += direction * missionaries;
    draft.cannibals += direction * cannibals;
    draft.boat = draft.boat === "left" ? "right" : "left";
  },
});

const nobodyIsEaten = always("nobody-is-eaten", {
  state: (s) => isSafe(s.missionaries, s.cannibals, s.constants.each),
});

const everybodyCrosses = sometimes("everybody-crosses", { state: allAcross });

/** The river crossing. Everybody is across in its one final state. */
export const missionaries = scenario({
  name: "missionaries",
  says: "missionaries and cannibals cross a river",
  state,
  scope: {
    each: number(1, 6, 3, "missionaries, and as many cannibals"),
    seats: number(1, 4, 2, "seats in the boat"),
  },
  constants: ({ scope }): Constants => ({ each: Number(scope.each), seats: Number(scope.seats) }),
  initial: (draft) => {
    draft.missionaries = draft.constants.each;
    draft.cannibals = draft.constants.each;
  },
  actions: [cross],
  properties: [nobodyIsEaten, everybodyCrosses],
  final: (s) => allAcross(s),
});

export default missionaries;
