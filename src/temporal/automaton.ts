/**
 * From a formula to an automaton that accepts exactly the behaviours that satisfy it: a generalised Büchi automaton with
 * acceptance on transitions. A state is a set of formulas that hold from here on; a transition says what must be true at
 * this position, what has to hold from the next one on, and which *untils* are put off. A run is accepted when none is
 * put off for ever (J.-M. Couvreur, "On-the-fly verification of linear temporal logic", FM 1999; the expansion of a
 * set is the tableau rule of Gerth, Peled, Vardi and Wolper, PSTV 1995).
 */
import { ModelError } from "../schema/errors.js";
import type { Positive } from "./positive.js";

/** One way to go on. */
export interface Transition {
  /** The atoms that are looked at, as bits of a position's letter, and what they must be. */
  readonly mask: number;
  readonly want: number;
  /** The untils, as bits, that are put off. */
  readonly postponed: number;
  readonly next: number;
}

/** An automaton; its first state is the initial one. */
export interface Automaton {
  readonly transitions: readonly (readonly Transition[])[];
  /** How many untils there are, each of which is to be kept in the end. */
  readonly untils: number;
}

/** Bits of a signed 32-bit number that is never negative: atoms of a letter, and untils. */
export const MOST_BITS = 31;
const MOST_STATES = 4096;

/** @throws ModelError for a formula that is too large */
export function automatonOf(formula: Positive): Automaton {
  const states = new Map<string, number>();
  const sets: (readonly Positive[])[] = [];
  const untils = new Map<number, number>();
  const number = (set: ReadonlySet<Positive>): number => {
    const sorted = [...set].sort((one, other) => one.id - other.id);
    const key = sorted.map(({ id }) => id).join(" ");
    const known = states.get(key);
    if (known !== undefined) return known;
    if (sets.length === MOST_STATES)
      throw new ModelError("the formula is too large: its automaton has too many states");
    states.set(key, sets.length);
    sets.push(sorted);
    return sets.length - 1;
  };
  const untilBit = ({ id }: Positive): number => {
    if (!untils.has(id)) untils.set(id, untils.size);
    if (untils.size > MOST_BITS) throw new ModelError(`the formula is too large: more than ${MOST_BITS} untils`);
    return 1 << (untils.get(id) as number);
  };
  number(new Set([formula]));
  const transitions: Transition[][] = [];
  for (let state = 0; state < sets.length; state++) {
    const found: Transition[] = [];
    for (const way of waysOf(sets[state] as readonly Positive[], untilBit))
      found.push({ mask: way.mask, want: way.want, postponed: way.postponed, next: number(way.next) });
    transitions.push(withoutWeaker(found));
  }
  return { transitions, untils: untils.size };
}

interface Way {
  readonly mask: number;
  readonly want: number;
  readonly postponed: number;
  readonly next: ReadonlySet<Positive>;
}

/** The ways to satisfy all formulas of a set. */
function waysOf(set: readonly Positive[], untilBit: (until: Positive) => number): Way[] {
  const ways: Way[] = [];
  const expand = (todo: readonly Positive[], done: ReadonlySet<Positive>, so: Way): void => {
    const [formula, ...rest] = todo;
    if (formula === undefined) {
      ways.push(so);
      return;
    }
    if (done.has(formula)) {
      expand(rest, done, so);
      return;
    }
    const after = new Set(done).add(formula);
    const now = (parts: readonly Positive[], way = so): void => expand([...parts, ...rest], after, way);
    const andAgain = (part: Positive, postponed = so.postponed): void =>
      now([part], { ...so, next: new Set(so.next).add(formula), postponed });
    switch (formula.op) {
      case "true":
        now([]);
        break;
      case "false":
        break;
      case "literal": {
        const bit = 1 << formula.atom;
        const want = formula.value ? bit : 0;
        if ((so.mask & bit) === 0 || (so.want & bit) === want)
          now([], { ...so, mask: so.mask | bit, want: so.want | want });
        break;
      }
      case "next":
        now([], { ...so, next: new Set(so.next).add(formula.of) });
        break;
      case "and":
        now([formula.left, formula.right]);
        break;
      case "or":
        now([formula.left]);
        now([formula.right]);
        break;
      case "until":
        now([formula.right]);
        andAgain(formula.left, so.postponed | untilBit(formula));
        break;
      case "release":
        now([formula.left, formula.right]);
        andAgain(formula.right);
        break;
    }
  };
  expand(set, new Set(), { mask: 0, want: 0, postponed: 0, next: new Set() });
  return ways;
}

/** Without the transitions beside which there is one to the same state that asks no more and puts off no more. */
function withoutWeaker(transitions: readonly Transition[]): Transition[] {
  return transitions.filter(
    (one, n) => !transitions.some((other, m) => n !== m && covers(other, one) && (m < n || !covers(one, other))),
  );
}

const covers = (wide: Transition, narrow: Transition): boolean =>
  wide.next === narrow.next &&
  (wide.mask & narrow.mask) === wide.mask &&
  (narrow.want & wide.mask) === wide.want &&
  (wide.postponed & narrow.postponed) === wide.postponed;
