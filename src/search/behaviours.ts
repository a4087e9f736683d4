/** From findings on stored states to behaviours of the machine as it is, names and all. */
import type { Step } from "../machine/action.js";
import type { Ledger, Placed } from "./ledger.js";
import type { PackedMachine } from "./packed.js";
import { failureOf, isTaken, lastStep, NotInterchangeable, realise } from "./realise.js";
import { stepOf } from "./reconstruct.js";
import type { Reduction } from "./reduction.js";
import type { ExplorationResult } from "./result.js";

/** Behaviours for everything that was found. */
export interface Behaviours extends Pick<ExplorationResult, "deadlock" | "modelError"> {
  /** By property; `null` for those of which nothing was found. */
  readonly violations: readonly (readonly Step[] | null)[];
}

/**
 * Behaviours for what a ledger holds.
 * @param wayTo finds the stored states from the initial one to a state of a level
 */
export async function behavioursOf(
  ledger: Ledger,
  packed: PackedMachine,
  reduction: Reduction | null,
  wayTo: (words: Int32Array, level: number) => Promise<Int32Array[]> | Int32Array[],
): Promise<Behaviours> {
  const canonicaliser = reduction?.canonicaliser ?? null;
  const stepsOf = async ({ finding, level }: Placed, shows: (instance: number) => boolean): Promise<Step[]> => {
    const { words, instance } = finding;
    // Nothing leads to the initial state; perhaps there is none.
    if (level === 0 && instance < 0) return [];
    const steps = realise(packed, canonicaliser, await wayTo(words, level));
    if (instance < 0) return steps;
    return [...steps, canonicaliser === null ? stepOf(packed, instance) : lastStep(packed, instance, shows)];
  };
  const modelError = async (): Promise<ExplorationResult["modelError"]> => {
    if (ledger.failure === null) return null;
    // The message speaks of the step as it is named in the behaviour.
    let { message } = ledger.failure;
    const steps = await stepsOf(ledger.failure.placed, (instance) => {
      const failure = failureOf(packed, instance);
      message = failure ?? message;
      return failure !== null;
    });
    return { steps, message };
  };
  try {
    const violations: (Step[] | null)[] = [];
    for (const [n, placed] of ledger.outcomes.entries())
      violations.push(
        placed && (await stepsOf(placed, (instance) => isTaken(packed, instance) && packed.badStep(n, instance))),
      );
    const deadlock = ledger.deadlock && (await stepsOf(ledger.deadlock, () => false));
    return { violations, deadlock, modelError: await modelError() };
  } catch (error) {
    if (!(error instanceof NotInterchangeable)) throw error;
    return {
      violations: ledger.outcomes.map(() => null),
      deadlock: null,
      modelError: { steps: [], message: error.message },
    };
  }
}
