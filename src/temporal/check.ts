/**
 * Decides the liveness properties of a machine: explores it, and searches the product with each negated formula for a
 * fair behaviour. Needs every state and every step in memory, and therefore no reduction.
 */
import { messageOf } from "../machine/answers.js";
import { type Formula, not } from "../machine/formula.js";
import type { Machine } from "../machine/machine.js";
import type { Property } from "../machine/property.js";
import { ModelError } from "../schema/errors.js";
import { followsFromFairness } from "./alone.js";
import { Alphabet, atomsIn } from "./alphabet.js";
import { automatonOf } from "./automaton.js";
import { Components } from "./components.js";
import { awaitedBy, conjunctsOf, holdsHere, premiseOf } from "./conjuncts.js";
import { assumptionsOf, type Constraints, constraintsOf } from "./constraints.js";
import { fairComponents } from "./fair.js";
import { type Graph, type GraphOptions, graphOf } from "./graph.js";
import { beyondHope } from "./hope.js";
import { type Lasso, lassosInto } from "./lasso.js";
import { LocalAtoms, lettersOf } from "./letters.js";
import { PositiveFormulas } from "./positive.js";
import { Product } from "./product.js";
import type { InfiniteBehaviour, LivenessOutcome, LivenessResult } from "./result.js";
import { isFair, shorten, violates } from "./shorten.js";

/** The liveness properties of a machine. */
export const livenessOf = ({ properties }: Pick<Machine, "properties">): readonly Property[] =>
  properties.filter(({ temporal }) => temporal !== undefined);

/**
 * Checks all liveness properties of a machine. The result depends on the machine and the limits alone. A violation that
 * is found within limits is one; without a violation they leave the verdict open.
 * @throws ModelError when the model's own code fails
 */
export async function checkLiveness(machine: Machine, options: GraphOptions = {}): Promise<LivenessResult> {
  const started = performance.now();
  const constraints = constraintsOf(machine);
  const asked = livenessOf(machine).map((property) => ask(machine, property));
  const alphabet = new Alphabet(machine);
  for (const { parts } of asked) for (const part of parts) for (const atom of atomsIn(part)) alphabet.number(atom);
  const graph = await graphOf(machine, alphabet.atoms, constraints, options);
  const search = new Search(machine, graph, alphabet, constraints);
  const outcomes = asked.map((one) => search.outcome(one));
  return {
    machine,
    states: graph.states,
    transitions: graph.transitions,
    depth: graph.depth,
    limit: graph.limit,
    complete: graph.limit === null,
    seconds: (performance.now() - started) / 1000,
    bytes: graph.bytes + search.mostBytes,
    assumptions: assumptionsOf(machine).map(({ kind, says }) => `${says} (${kind} fairness)`),
    outcomes,
  };
}

/** What is known of liveness when it is not searched at all, for there are too many states. */
export function unsearched(machine: Machine): LivenessResult {
  const outcomes = livenessOf(machine).map(
    (property): LivenessOutcome => ({ property, exercised: 0, lasso: null, byFairnessAlone: false, error: null }),
  );
  const nothing = { states: 0, transitions: 0, depth: 0, seconds: 0, bytes: 0 };
  return { machine, ...nothing, limit: "states", complete: false, assumptions: [], outcomes };
}

interface Asked {
  readonly property: Property;
  readonly parts: readonly Formula[];
  readonly error: string | null;
}

function ask(machine: Machine, property: Property): Asked {
  try {
    const formula = property.temporal?.formula(machine.constants as never, machine.scope);
    return { property, parts: formula === undefined ? [] : conjunctsOf(formula), error: null };
  } catch (error) {
    return { property, parts: [], error: messageOf(error) };
  }
}

/** One graph, and the properties judged on it one after another. */
class Search {
  /** The most bytes that one of them took. */
  mostBytes = 0;

  constructor(
    private readonly machine: Machine,
    private readonly graph: Graph,
    private readonly alphabet: Alphabet,
    private readonly constraints: Constraints,
  ) {}

  outcome({ property, parts, error }: Asked): LivenessOutcome {
    if (error !== null) return { property, exercised: 0, lasso: null, byFairnessAlone: false, error };
    let exercised = 0;
    let best: Lasso | null = null;
    try {
      for (const part of parts) {
        const found = this.part(part, property.temporal?.beyondHope === true);
        exercised += found.exercised;
        if (found.lasso !== null && (best === null || precedes(found.lasso, best))) best = found.lasso;
      }
      const lasso = best === null ? null : this.behaviour(best);
      const byFairnessAlone =
        lasso === null &&
        parts.length > 0 &&
        parts.every((part) => followsFromFairness(this.machine, this.constraints, part));
      return { property, exercised, lasso, byFairnessAlone, error };
    } catch (failure) {
      if (!(failure instanceof ModelError)) throw failure;
      return { property, exercised, lasso: null, byFairnessAlone: false, error: failure.message };
    }
  }

  private part(formula: Formula, hopeless: boolean): { lasso: Lasso | null; exercised: number } {
    const { graph, alphabet, constraints } = this;
    const atoms = new LocalAtoms(alphabet);
    const negation = new PositiveFormulas(atoms.number).of(not(formula));
    // Atoms that were simplified away are asked for all the same when the shortened lasso is judged.
    for (const atom of atomsIn(formula)) atoms.number(atom);
    const letters = lettersOf(graph, alphabet, atoms);
    const isTrue = (of: Formula, letter: number): boolean =>
      holdsHere(of, (atom) => ((letter >>> atoms.number(atom as never)) & 1) === 1);
    const awaited = awaitedBy(formula);
    const loops = hopeless ? beyondHope(graph, (node) => isTrue(awaited, letters.nodes[node] as number)) : null;
    const product = new Product(graph, automatonOf(negation), letters, loops);
    this.mostBytes = Math.max(this.mostBytes, product.size * Components.BYTES + 4 * graph.targets.length);
    const fair = fairComponents(product, constraints);
    const isGood = (lasso: Lasso): boolean =>
      isFair(lasso, product, constraints) && violates(lasso, product, formula, atoms);
    const lassos = fair.list.length === 0 ? [] : lassosInto(product, constraints, fair);
    return {
      lasso: lassos
        .map((lasso) => shorten(lasso, product, isGood))
        .reduce<Lasso | null>((best, lasso) => (best === null || precedes(lasso, best) ? lasso : best), null),
      exercised: this.exercised(premiseOf(formula), letters, isTrue),
    };
  }

  /** At how many states the premise holds; at how many steps, when it speaks of steps. */
  private exercised(
    premise: Formula | null,
    letters: { readonly nodes: Int32Array; readonly edges: Int32Array },
    isTrue: (of: Formula, letter: number) => boolean,
  ): number {
    const { expanded, offsets, instances } = this.graph;
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

  private behaviour({ stem, loop }: Lasso): InfiniteBehaviour {
    const taken = (edges: readonly number[]) =>
      edges.flatMap((edge) => {
        const instance = this.machine.instances[this.graph.instances[edge] as number];
        return instance === undefined ? [] : [{ action: instance.action.name, parameters: instance.parameters }];
      });
    const before = taken(stem);
    return { steps: [...before, ...taken(loop)], loop: before.length };
  }
}

/** Whether a lasso is to be preferred: for its stem, then for its loop. */
const precedes = (one: Lasso, other: Lasso): boolean =>
  one.stem.length !== other.stem.length ? one.stem.length < other.stem.length : one.loop.length < other.loop.length;
