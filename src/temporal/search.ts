/** One part of a formula, searched for on a graph: whatever of a machine the graph holds, a lasso on it is one of the machine. */
import { type Formula, not } from "../machine/formula.js";
import type { Machine } from "../machine/machine.js";
import { type Alphabet, atomsIn } from "./alphabet.js";
import { type Automaton, automatonOf } from "./automaton.js";
import { Components } from "./components.js";
import { awaitedBy, holdsHere, premiseOf } from "./conjuncts.js";
import type { Constraints } from "./constraints.js";
import { fairComponents } from "./fair.js";
import type { Graph } from "./graph.js";
import { beyondHope } from "./hope.js";
import { type Lasso, lassosInto } from "./lasso.js";
import { type Letters, LocalAtoms, lettersOf } from "./letters.js";
import { PositiveFormulas } from "./positive.js";
import { Product } from "./product.js";
import type { InfiniteBehaviour } from "./result.js";
import { isFair, shorten, violates } from "./shorten.js";

/** A formula that is judged by itself, with the automaton of its negation. */
export interface Part {
  readonly formula: Formula;
  readonly atoms: LocalAtoms;
  readonly negation: Automaton;
}

/** What a graph shows of a part. */
export interface Found {
  /** A fair lasso that violates it; `null` when the graph has none. */
  readonly lasso: Lasso | null;
  /** At how many states the premise holds; at how many steps, when it speaks of steps. */
  readonly exercised: number;
  /** Bytes that the search took. */
  readonly bytes: number;
}

/** @throws ModelError for a formula that is too large, or names unknown actions */
export function partOf(formula: Formula, alphabet: Alphabet): Part {
  const atoms = new LocalAtoms(alphabet);
  const negation = automatonOf(new PositiveFormulas(atoms.number).of(not(formula)));
  // Atoms that were simplified away are asked for all the same when the shortened lasso is judged.
  for (const atom of atomsIn(formula)) atoms.number(atom);
  return { formula, atoms, negation };
}

/**
 * Searches a graph for a fair behaviour that violates a part.
 * @param core the graph's {@link fairCore}: a loop that violates anything lies in it, so that most parts are done with there
 * @param hopeless whether only loops count from which nothing leads to what the part waits for
 * @param letters those of the part on the graph
 */
export function searchPart(
  { formula, atoms, negation }: Part,
  graph: Graph,
  alphabet: Alphabet,
  constraints: Constraints,
  core: Int32Array,
  hopeless: boolean,
  letters: Letters = lettersOf(graph, alphabet, atoms),
): Found {
  const isTrue = (of: Formula, letter: number): boolean =>
    holdsHere(of, (atom) => ((letter >>> atoms.number(atom as never)) & 1) === 1);
  const exercised = exercisedOn(graph, premiseOf(formula), letters, isTrue);
  if (core.length === 0) return { lasso: null, exercised, bytes: 0 };
  const awaited = awaitedBy(formula);
  const loops = hopeless ? beyondHope(graph, (node) => isTrue(awaited, letters.nodes[node] as number)) : null;
  const product = new Product(graph, negation, letters, loops);
  const bytes = product.size * Components.BYTES + 4 * graph.targets.length;
  // Where almost everything can go on for ever, a look at that alone would spare nothing.
  const isSmall = 2 * core.length < letters.nodes.length;
  if (isSmall && fairComponents(product, constraints, core).list.length === 0) return { lasso: null, exercised, bytes };
  const fair = fairComponents(product, constraints);
  const isGood = (lasso: Lasso): boolean =>
    isFair(lasso, product, constraints) && violates(lasso, product, formula, atoms);
  const lassos = fair.list.length === 0 ? [] : lassosInto(product, constraints, fair);
  return {
    lasso: lassos
      .map((lasso) => shorten(lasso, product, isGood))
      .reduce<Lasso | null>((best, lasso) => (best === null || precedes(lasso, best) ? lasso : best), null),
    exercised,
    bytes,
  };
}

function exercisedOn(
  { expanded, offsets, instances }: Graph,
  premise: Formula | null,
  letters: Letters,
  isTrue: (of: Formula, letter: number) => boolean,
): number {
  if (premise === null) return expanded;
  const ofSteps = atomsIn(premise).some(({ op }) => op === "step" || op === "taken");
  let count = 0;
  for (let state = 0; state < expanded; state++) {
    const node = letters.nodes[state] as number;
    if (!ofSteps && isTrue(premise, node)) count++;
    if (ofSteps)
      for (let edge = offsets[state] as number; edge < (offsets[state + 1] as number); edge++)
        if ((instances[edge] as number) >= 0 && isTrue(premise, node | (letters.edges[edge] as number))) count++;
  }
  return count;
}

/** The steps of a lasso. */
export function behaviourOf(machine: Machine, graph: Graph, { stem, loop }: Lasso): InfiniteBehaviour {
  const taken = (edges: readonly number[]) =>
    edges.flatMap((edge) => {
      const instance = machine.instances[graph.instances[edge] as number];
      return instance === undefined ? [] : [{ action: instance.action.name, parameters: instance.parameters }];
    });
  const before = taken(stem);
  return { steps: [...before, ...taken(loop)], loop: before.length };
}

/** Whether a lasso is to be preferred: for its stem, then for its loop. */
export const precedes = (one: Lasso, other: Lasso): boolean =>
  one.stem.length !== other.stem.length ? one.stem.length < other.stem.length : one.loop.length < other.loop.length;
