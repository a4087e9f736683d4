/**
 * A riddle: two jugs of five and three gallons, a tap and a drain. How does one measure four gallons?
 * The shortest counterexample to "never" is the solution.
 *
 *     leasecheck check ./examples/two-jugs.js
 */
import { author, range, record, scenario } from "leasecheck";

const FIVE = 5;
const THREE = 3;

const state = record({ five: range(0, FIVE), three: range(0, THREE) });
const { action, never } = author(state);

const fill = [
  action("fill the five", {
    effect: (draft) => {
      draft.five = FIVE;
    },
  }),
  action("fill the three", {
    effect: (draft) => {
      draft.three = THREE;
    },
  }),
];
const empty = [
  action("empty the five", {
    effect: (draft) => {
      draft.five = 0;
    },
  }),
  action("empty the three", {
    effect: (draft) => {
      draft.three = 0;
    },
  }),
];
const pour = [
  action("pour the five into the three", {
    effect: (draft) => {
      const poured = Math.min(draft.five, THREE - draft.three);
      draft.five -= poured;
      draft.three += poured;
    },
  }),
  action("pour the three into the five", {
    effect: (draft) => {
      const poured = Math.min(draft.three, FIVE - draft.five);
      draft.three -= poured;
      draft.five += poured;
    },
  }),
];

export default scenario({
  name: "two-jugs",
  says: "measure four gallons with jugs of five and three",
  state,
  actions: [...fill, ...empty, ...pour],
  properties: [never("four-gallons", { says: "no jug ever holds four gallons", state: (s) => s.five === 4 })],
});
