/** What expanders have in common: what they tell the search, what they count, and how they fail. */
import { ModelError } from "../schema/errors.js";

/** What an expander tells the search. Indexes are those of the machine. */
export interface ExpanderEvents {
  /** A successor stands in `packed.after`. */
  successor(instance: number): void;
  /** A step that changes nothing, where it is not told as a successor; of no interest to a search for states. */
  still?(instance: number): void;
  /** The step to `packed.after` breaks (or reaches) a property that was not decided yet. */
  badStep(property: number, instance: number): void;
  /** The state in `packed.after` breaks (or reaches) a property that was not decided yet. */
  badState(property: number): void;
}

/** What an expander counts, and what it need not judge any more. */
export interface Counters {
  /** How often each action fired. */
  readonly fired: Float64Array;
  /** How often each property was exercised. */
  readonly exercised: Float64Array;
  /** 1 for the properties that need no further judging. */
  readonly decided: Uint8Array;
}

/** Expands and judges states of one machine. */
export interface Expander extends Counters {
  /** Expands `packed.before` by the instances from `from` on; the number of steps. @throws StepFailure when model code throws. */
  expand(from: number): number;
  /** Judges the state properties on `packed.after`. @throws StepFailure */
  judge(): void;
  /** Bytes that what was learnt takes. */
  bytes(): number;
}

/** Model code that threw while a state was expanded or judged. */
export class StepFailure extends ModelError {
  constructor(
    /** The instance whose guard, effect or step property threw; -1 for a state property. */
    readonly instance: number,
    message: string,
  ) {
    super(message);
  }
}
