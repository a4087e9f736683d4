/** Whether a formula follows from fairness alone: of any system whatever, however its steps lead. */
import { always, and, eventually, type Formula, implies, infinitelyOften, not, or } from "../machine/formula.js";
import type { Machine } from "../machine/machine.js";
import { Alphabet, atomsIn } from "./alphabet.js";
import { type Automaton, automatonOf } from "./automaton.js";
import type { Constraints } from "./constraints.js";
import { fairComponents } from "./fair.js";
import type { Graph } from "./graph.js";
import { LocalAtoms } from "./letters.js";
import { PositiveFormulas } from "./positive.js";
import { Product } from "./product.js";

/**
 * Whether no sequence of letters violates the formula and keeps the fairness constraints that are for the very sets of
 * steps of which its atoms ask whether they are enabled or taken.
 * @throws ModelError for a formula that is too large
 */
export function followsFromFairness(machine: Machine, constraints: Constraints, formula: Formula): boolean {
  const alphabet = new Alphabet(machine);
  const assumed = atomsIn(formula).flatMap((atom): Formula[] => {
    if (atom.op !== "enabled" && atom.op !== "taken") return [];
    const number = alphabet.number(atom);
    const known = alphabet.atoms[number];
    if (known === undefined || known.kind === "state") return [];
    const enabled: Formula = { ...atom, op: "enabled" };
    const taken: Formula = { ...atom, op: "taken" };
    const same = constraints.list.filter(({ instances }) => instances.every((one, i) => one === known.instances[i]));
    return [
      always(implies(taken, enabled)),
      ...same.map(({ kind }) =>
        kind === "weak"
          ? infinitelyOften(or(not(enabled), taken))
          : or(eventually(always(not(enabled))), infinitelyOften(taken)),
      ),
    ];
  });
  const atoms = new LocalAtoms(alphabet);
  return isEmpty(automatonOf(new PositiveFormulas(atoms.number).of(and(not(formula), ...assumed))));
}

/** Whether an automaton accepts nothing, whatever the letters. */
export const isEmpty = (automaton: Automaton): boolean => livingStates(automaton)[0] === 0;

/** 1 for the states of an automaton from which it accepts something, when any letters may come. */
export function livingStates(automaton: Automaton): Uint8Array {
  const free: Automaton = {
    untils: automaton.untils,
    transitions: automaton.transitions.map((ways) => ways.map((way) => ({ ...way, mask: 0, want: 0 }))),
  };
  const letters = { nodes: new Int32Array(1), edges: new Int32Array(1) };
  const { member } = fairComponents(new Product(ANYTHING, free, letters), NOTHING_ASSUMED);
  const living = Uint8Array.from(free.transitions, (_, state) => (member[state] === 0 ? 0 : 1));
  for (let more = true; more; ) {
    more = false;
    for (const [state, ways] of free.transitions.entries())
      if (living[state] === 0 && ways.some(({ next }) => living[next] === 1)) {
        living[state] = 1;
        more = true;
      }
  }
  return living;
}

const NOTHING_ASSUMED: Constraints = {
  list: [],
  words: 1,
  sets: new Int32Array(1),
  weak: new Int32Array(1),
  strong: new Int32Array(1),
};

/** One state that stays as it is. */
const ANYTHING: Graph = {
  states: 1,
  rests: new Int32Array(0),
  expanded: 1,
  offsets: Int32Array.of(0, 1),
  targets: Int32Array.of(0),
  instances: Int32Array.of(-1),
  transitions: 0,
  depth: 0,
  limit: null,
  bytes: 0,
  stateAtom: () => false,
  stepAtom: () => false,
};
