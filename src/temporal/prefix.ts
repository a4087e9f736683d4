/**
 * What the first positions of a behaviour decide, whatever comes after them (three-valued semantics of finite prefixes:
 * A. Bauer, M. Leucker, C. Schallhart, "Runtime verification for LTL and TLTL", TOSEM 20, 2011). Fairness takes nothing away
 * from it: every finite behaviour of a machine can go on fairly.
 */
import { type Formula, not } from "../machine/formula.js";
import { livingStates } from "./alone.js";
import { type Automaton, automatonOf } from "./automaton.js";
import type { LocalAtoms } from "./letters.js";
import { PositiveFormulas } from "./positive.js";

/** One position: what is true in its state, then also of the step that leaves it; `null` for the end of a prefix. */
export interface PrefixPosition {
  readonly node: number;
  readonly edge: number | null;
}

/** What a prefix decides, after how many steps: nothing (`null`) when it can go on either way. */
export interface PrefixVerdict {
  readonly holds: boolean;
  readonly steps: number;
}

/** Follows a formula and its negation along the positions of a prefix. */
export class PrefixMonitor {
  private readonly sides: readonly { readonly automaton: Automaton; readonly living: Uint8Array }[];
  /** The atoms that are known of a state before a step leaves it. */
  private readonly ofStates: number;

  /** @throws ModelError for a formula that is too large */
  constructor(formula: Formula, atoms: LocalAtoms) {
    this.sides = [formula, not(formula)].map((one) => {
      const automaton = automatonOf(new PositiveFormulas(atoms.number).of(one));
      return { automaton, living: livingStates(automaton) };
    });
    this.ofStates = atoms.ofStates();
  }

  /** The first position at which either side has nowhere left to go. */
  judge(positions: Iterable<PrefixPosition>): PrefixVerdict | null {
    let open = this.sides.map(({ living }) => (living[0] === 1 ? [0] : []));
    let steps = 0;
    for (const { node, edge } of positions) {
      const seen = this.decided(open.map((states, side) => this.after(side, states, node, this.ofStates)));
      if (seen !== null) return { holds: seen, steps };
      if (edge === null) return null;
      open = open.map((states, side) => this.after(side, states, node | edge, -1));
      steps++;
      const taken = this.decided(open);
      if (taken !== null) return { holds: taken, steps };
    }
    return null;
  }

  /** Living states that follow, as far as the letter is known. */
  private after(side: number, states: readonly number[], letter: number, known: number): number[] {
    const { automaton, living } = this.sides[side] as (typeof this.sides)[number];
    const next = new Set<number>();
    for (const state of states)
      for (const way of automaton.transitions[state] ?? [])
        if (living[way.next] === 1 && ((letter ^ way.want) & way.mask & known) === 0) next.add(way.next);
    return [...next];
  }

  private decided([formula, negation]: readonly (readonly number[])[]): boolean | null {
    if (formula?.length === 0) return false;
    return negation?.length === 0 ? true : null;
  }
}
