/** What an exploration found. */
import type { Step } from "../machine/action.js";
import type { Machine } from "../machine/machine.js";
import type { Property } from "../machine/property.js";
import type { Limit } from "../machine/verdict.js";

/** What is known of one property after a search. */
export interface PropertyOutcome {
  readonly property: Property;
  /** How often it had something to say. */
  readonly exercised: number;
  /** A behaviour that breaks it (for *sometimes*: that reaches it), of minimal length; `null` when none was found. */
  readonly steps: readonly Step[] | null;
}

/** What is known of the states that a search omitted because it kept their fingerprints only. */
export interface Lossy {
  /** At most how likely it was, over the choice of fingerprints, that a state is omitted by a search of this size. */
  readonly omission: number;
  /** States that agreed in the first fingerprint and were kept, for the second; `null` without a second one. */
  readonly told: number | null;
}

/** What an exhaustive search found. */
export interface ExplorationResult {
  readonly machine: Machine;
  /** Distinct states; under symmetry reduction, states that differ in more than the names of interchangeable ids. */
  readonly states: number;
  /** Transitions generated from the states that were kept, repeats included; the initial state is not one. */
  readonly transitions: number;
  /** Levels after the initial state. */
  readonly depth: number;
  /** Why the search ended early, or `null` when every reachable state was expanded (or every property decided). */
  readonly limit: Limit;
  readonly complete: boolean;
  readonly seconds: number;
  /** Bytes that so many states take with the keys of their parents and the table; the same for any number of threads. */
  readonly bytes: number;
  /** Threads that the search might use. */
  readonly workers: number;
  /**
   * `null` when every state was kept. Otherwise states, transitions, and how often actions fired and properties were
   * exercised, are those of the reduced search; and so many states were examined for whether ids are interchangeable.
   */
  readonly symmetry: { readonly examined: number } | null;
  /** `null` when every state that was met was kept; otherwise states may have been taken for others and omitted. */
  readonly lossy: Lossy | null;
  /** How often each action of the machine fired, in the machine's order. */
  readonly fired: readonly number[];
  readonly outcomes: readonly PropertyOutcome[];
  /** A shortest behaviour into a state without successors that is not final; `null` when none was found. */
  readonly deadlock: readonly Step[] | null;
  /** A shortest behaviour whose last step cannot be carried out, and why. */
  readonly modelError: { readonly steps: readonly Step[]; readonly message: string } | null;
}
