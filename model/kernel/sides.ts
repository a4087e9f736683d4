/** The model and the kernel, held against each other: who takes part, and how they may differ. */
import type { Step } from "../../src/machine/action.js";
import type { Machine } from "../../src/machine/machine.js";
import type { Actor } from "./actor.js";
import type { Outcomes } from "./macro-step.js";
import type { Turns } from "./turns.js";

/** Where the kernel did something that the model does not allow. */
export interface Mismatch {
  /** The commands, the last of which went differently. */
  readonly commands: readonly Step[];
  /** What differs, for each state that the model allows; the most frequent first. */
  readonly differences: readonly string[];
  /** How many states the model allowed. */
  readonly allowed: number;
  /** Set when the same commands did not lead to it again. */
  readonly once?: true;
}

/** What is held against what. */
export interface Sides {
  readonly machine: Machine;
  readonly actor: Actor;
  /** `outcomeOf`, but where a test wants another answer. */
  readonly outcomes?: Outcomes;
  /** `fs.lease-break-time` in milliseconds when it is short enough to wait for; otherwise no deadline is to pass. */
  readonly breakTime?: number | undefined;
  /** Given back while a behaviour waits for the clock. */
  readonly turns?: Turns | undefined;
}
