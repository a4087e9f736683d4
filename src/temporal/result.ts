/** What a search for liveness found. */
import type { Step } from "../machine/action.js";
import type { Machine } from "../machine/machine.js";
import type { Property } from "../machine/property.js";
import type { Limit } from "../machine/verdict.js";
import type { ExplorationResult } from "../search/result.js";

/** A behaviour of a machine that goes on for ever. */
export interface InfiniteBehaviour {
  /** The steps of the stem, then those of one round of the loop. */
  readonly steps: readonly Step[];
  /** Where the loop starts; the number of steps when the last state repeats for ever. */
  readonly loop: number;
}

/** What is known of one liveness property. */
export interface LivenessOutcome {
  readonly property: Property;
  /** At how many states (or steps) the premise of a part of it held; for a formula without one, all states. */
  readonly exercised: number;
  /** A fair behaviour that violates it, its stem as short as that of any; `null` when none was found. */
  readonly lasso: InfiniteBehaviour | null;
  /** Whether fairness alone implies it, whatever the machine does. */
  readonly byFairnessAlone: boolean;
  /** What went wrong in the model's own code; `null` when nothing did. */
  readonly error: string | null;
}

/** What is known of the liveness of a machine. */
export interface LivenessResult {
  readonly machine: Machine;
  /** Distinct states, without any reduction. */
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly limit: Limit;
  readonly complete: boolean;
  readonly seconds: number;
  /** Bytes that states and steps took, and the most that the search of one property took on top of that. */
  readonly bytes: number;
  /** The fairness assumed, one clause each. */
  readonly assumptions: readonly string[];
  readonly outcomes: readonly LivenessOutcome[];
}

/** What an exhaustive search found, and what is known of liveness where that was asked for. */
export type Checked = ExplorationResult & {
  readonly liveness?: LivenessResult;
  /** The design whose search this is, where both designs make the same machine. */
  readonly sameAs?: string;
};
