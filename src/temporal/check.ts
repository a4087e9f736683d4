/**
 * Decides the liveness properties of a machine: explores it, and searches the product with each negated formula for a
 * fair behaviour. Needs every state and every step in memory, and therefore no reduction.
 */
import type { Machine } from "../machine/machine.js";
import { ModelError } from "../schema/errors.js";
import { followsFromFairness } from "./alone.js";
import { Alphabet, atomsIn } from "./alphabet.js";
import { type Asked, askedOf, isHopeless, livenessOf } from "./asked.js";
import { assumptionsOf, type Constraints, constraintsOf } from "./constraints.js";
import { fairCore } from "./fair.js";
import { type Graph, type GraphOptions, graphOf } from "./graph.js";
import type { Lasso } from "./lasso.js";
import type { LivenessOutcome, LivenessResult } from "./result.js";
import { behaviourOf, partOf, precedes, searchPart } from "./search.js";

/**
 * Checks all liveness properties of a machine. The result depends on the machine and the limits alone. A violation that
 * is found within limits is one; without a violation they leave the verdict open.
 * @throws ModelError when the model's own code fails
 */
export async function checkLiveness(machine: Machine, options: GraphOptions = {}): Promise<LivenessResult> {
  const started = performance.now();
  const constraints = constraintsOf(machine);
  const asked = askedOf(machine);
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

/** One graph, and the properties judged on it one after another. */
class Search {
  /** The most bytes that one of them took. */
  mostBytes = 0;
  private readonly core: Int32Array;

  constructor(
    private readonly machine: Machine,
    private readonly graph: Graph,
    private readonly alphabet: Alphabet,
    private readonly constraints: Constraints,
  ) {
    this.core = fairCore(graph, constraints);
  }

  outcome({ property, parts, error }: Asked): LivenessOutcome {
    if (error !== null) return { property, exercised: 0, lasso: null, byFairnessAlone: false, error };
    let exercised = 0;
    let best: Lasso | null = null;
    try {
      for (const part of parts) {
        const compiled = partOf(part, this.alphabet);
        const found = searchPart(
          compiled,
          this.graph,
          this.alphabet,
          this.constraints,
          this.core,
          isHopeless(property),
        );
        this.mostBytes = Math.max(this.mostBytes, found.bytes);
        exercised += found.exercised;
        if (found.lasso !== null && (best === null || precedes(found.lasso, best))) best = found.lasso;
      }
      const lasso = best === null ? null : behaviourOf(this.machine, this.graph, best);
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
}
