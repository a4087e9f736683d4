/** Running the steps of a candidate behaviour on the real transition relation, so that whatever comes out is a behaviour. */
import { ModelError } from "../schema/errors.js";
import type { PackedMachine } from "../search/packed.js";
import type { Target } from "./target.js";

/**
 * Takes, in order, those of the steps that are enabled when their turn comes, and leaves out the others.
 * @param stop asked for the state before the first step, and after each step taken; true ends the run
 * @returns the instances that were taken
 */
export function takeEnabled(
  packed: PackedMachine,
  steps: readonly number[],
  stop: (lastInstance: number | null, failed: boolean) => boolean = () => false,
): number[] {
  const taken: number[] = [];
  packed.before.set(packed.initial());
  if (stop(null, false)) return taken;
  for (const instance of steps) {
    const outcome = attempt(packed, instance);
    if (outcome === "disabled") continue;
    if (outcome === "taken") taken.push(instance);
    if (stop(instance, outcome === "failed")) return outcome === "taken" ? taken : [...taken, instance];
    if (outcome === "taken") packed.before.set(packed.after);
  }
  return taken;
}

/** The steps up to the first place where the target is met, disabled ones left out; `null` when it is not met. */
export function rerun(packed: PackedMachine, steps: readonly number[], target: Target): number[] | null {
  let met = false;
  try {
    const taken = takeEnabled(packed, steps, (instance, failed) => {
      if (failed) met = target.byFailing;
      else met = (instance !== null && target.step(packed, instance)) || stateAfter(packed, instance, target);
      return met;
    });
    return met ? taken : null;
  } catch (error) {
    if (error instanceof ModelError) return null; // a property that fails decides nothing
    throw error;
  }
}

function stateAfter(packed: PackedMachine, instance: number | null, target: Target): boolean {
  if (instance !== null) packed.before.set(packed.after);
  return target.state(packed);
}

function attempt(packed: PackedMachine, instance: number): "taken" | "disabled" | "failed" {
  try {
    if (!packed.isEnabled(instance)) return "disabled";
    packed.apply(instance);
    return "taken";
  } catch (error) {
    if (error instanceof ModelError) return "failed";
    throw error;
  }
}
