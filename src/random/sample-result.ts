/** What a random search is asked, and what it tells. */
import type { Step } from "../machine/action.js";
import type { Machine } from "../machine/machine.js";
import type { Property } from "../machine/property.js";
import type { Limit } from "../machine/verdict.js";
import type { WalkOutcome } from "../temporal/walk.js";

/** How a random search goes, and where it ends. */
export interface SampleOptions {
  /** What makes the run repeatable. */
  readonly seed: string;
  /** Walks at most; 10,000 unless told, or as many as the time allows when `maxSeconds` is given. */
  readonly walks?: number | undefined;
  /** Steps a walk at most; 100 unless told. */
  readonly steps?: number | undefined;
  /** Stop after the walk in which this many seconds were over. */
  readonly maxSeconds?: number | undefined;
  /** Stop after the walk in which this is aborted (Ctrl-C). */
  readonly signal?: AbortSignal | undefined;
  /** Whether liveness is judged; it is unless told. */
  readonly liveness?: boolean | undefined;
  readonly onProgress?: ((progress: SampleProgress) => void) | undefined;
}

/** How far a random search is. */
export interface SampleProgress {
  readonly walks: number;
  /** Steps generated and judged. */
  readonly transitions: number;
  readonly seconds: number;
  /** Properties found broken (or reached) so far, deadlock included. */
  readonly found: number;
}

/** Something that a walk met. */
export interface Sighting {
  /** Walks made until then, this one included: what the finding cost. */
  readonly walk: number;
  /** A behaviour that shows it, of which no step can be dropped. */
  readonly steps: readonly Step[];
  /** For a behaviour without end: after how many of its steps the loop begins. Such a one is no shorter than the walk showed it. */
  readonly loop?: number | null;
}

/** What is known of one property after a sample: broken (reached) with the sighting, else sampled only. */
export interface SampleOutcome {
  readonly property: Property;
  /** How often it had something to say. */
  readonly exercised: number;
  readonly sighting: Sighting | null;
  /** For liveness: how much of it the walks could show. */
  readonly temporal?: WalkOutcome;
}

/** What a random search found. */
export interface SampleResult {
  readonly machine: Machine;
  readonly seed: string;
  /** Walks made. */
  readonly walks: number;
  /** Steps generated and judged; more than were taken, for all steps from a walk's states are looked at. */
  readonly transitions: number;
  /** Why fewer walks were made than were asked for; `null` also when everything there is to find was found. */
  readonly limit: Limit;
  readonly seconds: number;
  /** How often each action of the machine was generated, in the machine's order. */
  readonly fired: readonly number[];
  readonly outcomes: readonly SampleOutcome[];
  readonly deadlock: Sighting | null;
  readonly modelError: (Sighting & { readonly message: string }) | null;
}
