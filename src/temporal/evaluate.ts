/** A formula judged directly on one behaviour that ends in a loop: no automaton, one look at each position. */
import type { Atom, Formula } from "../machine/formula.js";

/**
 * Whether a behaviour satisfies a formula.
 * @param positions how many there are; after the last one follows that of `loop`
 * @param holds whether an atom holds at a position
 */
export function satisfies(
  formula: Formula,
  positions: number,
  loop: number,
  holds: (atom: Atom, position: number) => boolean,
): boolean {
  return truths(formula, positions, loop, holds)[0] as boolean;
}

/** The truth of a formula at each position. */
function truths(
  formula: Formula,
  positions: number,
  loop: number,
  holds: (atom: Atom, position: number) => boolean,
): boolean[] {
  const of = (part: Formula): boolean[] => truths(part, positions, loop, holds);
  const each = (at: (position: number) => boolean): boolean[] => Array.from({ length: positions }, (_, n) => at(n));
  const after = (position: number): number => (position + 1 < positions ? position + 1 : loop);
  /** The least (`value` false) or greatest solution of: now, or kept and so at the next position. */
  const solved = (value: boolean, step: (position: number, next: boolean) => boolean): boolean[] => {
    const truth = each(() => value);
    // Twice backwards: once to carry what is found across the loop, once to carry it on from there.
    for (let round = 0; round < 2; round++)
      for (let at = positions - 1; at >= 0; at--) truth[at] = step(at, truth[after(at)] as boolean);
    return truth;
  };
  switch (formula.op) {
    case "constant":
      return each(() => formula.value);
    case "not": {
      const inner = of(formula.of);
      return each((at) => !inner[at]);
    }
    case "next": {
      const inner = of(formula.of);
      return each((at) => inner[after(at)] as boolean);
    }
    case "always": {
      const inner = of(formula.of);
      return solved(true, (at, next) => (inner[at] as boolean) && next);
    }
    case "eventually": {
      const inner = of(formula.of);
      return solved(false, (at, next) => (inner[at] as boolean) || next);
    }
    case "and":
    case "or": {
      const parts = formula.of.map(of);
      return each((at) => (formula.op === "and" ? parts.every((part) => part[at]) : parts.some((part) => part[at])));
    }
    case "implies": {
      const [left, right] = [of(formula.left), of(formula.right)];
      return each((at) => !left[at] || (right[at] as boolean));
    }
    case "until": {
      const [left, right] = [of(formula.left), of(formula.right)];
      return solved(false, (at, next) => (right[at] as boolean) || ((left[at] as boolean) && next));
    }
    case "release": {
      const [left, right] = [of(formula.left), of(formula.right)];
      return solved(true, (at, next) => (right[at] as boolean) && ((left[at] as boolean) || next));
    }
    case "leadsTo":
      return of({
        op: "always",
        of: { op: "implies", left: formula.left, right: { op: "eventually", of: formula.right } },
      });
    default:
      return each((at) => holds(formula, at));
  }
}
