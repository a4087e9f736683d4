/**
 * Philosophers around a table, a fork between any two. Seats are positions and not ids: who sits beside whom is
 * arithmetic. Source: E. W. Dijkstra, "Hierarchical ordering of sequential processes", Acta Informatica 1, 1971.
 */
import {
  author,
  boolean,
  constants,
  type Design,
  number,
  oneOf,
  range,
  record,
  type Scope,
  scenario,
  vector,
} from "../../src/index.js";

const seat = range(0, (scope: Scope) => Number(scope.philosophers) - 1);

const state = record({
  philosophers: vector("philosophers", oneOf("thinks", "holds one fork", "eats")),
  /** Fork n lies to the left of seat n. */
  forks: vector("philosophers", record({ taken: boolean() })),
});

interface Constants {
  /** The fork that each philosopher takes first, and the one that follows. */
  readonly first: readonly number[];
  readonly second: readonly number[];
}

interface Manners extends Design {
  /** Whether the philosopher of the last seat starts with the other hand. */
  readonly lastIsLeftHanded: boolean;
}
const designs: readonly Manners[] = [
  { name: "all-alike", says: "everybody takes the left fork first", source: "", lastIsLeftHanded: false },
  { name: "one-differs", says: "the last one takes the right fork first", source: "", lastIsLeftHanded: true },
];

const { action, always } = author(state, constants<Constants>());

const takeFirst = action("take first fork", {
  parameters: { who: seat },
  enabled: (s, { who }) => s.philosophers.at(who) === "thinks" && !s.forks[s.constants.first[who]].taken,
  effect: (draft, { who }) => {
    draft.philosophers.set(who, "holds one fork");
    draft.forks[draft.constants.first[who]].taken = true;
  },
});

const takeSecond = action("take second fork", {
  parameters: { who: seat },
  enabled: (s, { who }) => s.philosophers.at(who) === "holds one fork" && !s.forks[s.constants.second[who]].taken,
  effect: (draft, { who }) => {
    draft.philosophers.set(who, "eats");
    draft.forks[draft.constants.second[who]].taken = true;
  },
});

const putDown = action("put down both forks", {
  parameters: { who: seat },
  enabled: (s, { who }) => s.philosophers.at(who) === "eats",
  effect: (draft, { who }) => {
    draft.philosophers.set(who, "thinks");
    draft.forks[draft.constants.first[who]].taken = false;
    draft.forks[draft.constants.second[who]].taken = false;
  },
});

const neighboursDoNotEatTogether = always("neighbours-do-not-eat-together", {
  state: (s) =>
    s.philosophers.every(
      (philosopher, who) =>
        philosopher !== "eats" || s.philosophers.at(who + 1 === s.philosophers.size ? 0 : who + 1) !== "eats",
    ),
  exercisedWhen: (s) => s.philosophers.some((philosopher) => philosopher === "eats"),
});

/** The dining philosophers, with and without a deadlock. */
export const diningPhilosophers = scenario({
  name: "dining-philosophers",
  says: "philosophers share the forks with their neighbours",
  state,
  designs,
  scope: { philosophers: number(2, 12, 3, "philosophers and forks") },
  constants: ({ scope, design }): Constants => {
    const seats = Array.from({ length: Number(scope.philosophers) }, (_, who) => who);
    const right = (who: number): number => (who + 1) % seats.length;
    const swapped = (who: number): boolean => design.lastIsLeftHanded && who === seats.length - 1;
    return {
      first: seats.map((who) => (swapped(who) ? right(who) : who)),
      second: seats.map((who) => (swapped(who) ? who : right(who))),
    };
  },
  actions: [takeFirst, takeSecond, putDown],
  properties: [neighboursDoNotEatTogether],
});

export default diningPhilosophers;
