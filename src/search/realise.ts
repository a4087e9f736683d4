/**
 * From stored states back to steps. Under symmetry reduction the states of a path are representatives of their orbits,
 * and each is a successor of the one before only up to names. The steps of a real behaviour are found by taking, from
 * the real initial state, at each level a step into the orbit of the next state on the path.
 */
import type { Step } from "../machine/action.js";
import { WROTE } from "../machine/answers.js";
import { ModelError } from "../schema/errors.js";
import type { Canonicaliser } from "../schema/symmetry/canonicaliser.js";
import type { PackedMachine } from "./packed.js";
import { stepOf } from "./reconstruct.js";

/** Ids that were declared interchangeable and are not: no real behaviour goes through the orbits that were searched. */
export class NotInterchangeable extends ModelError {
  override readonly name = "NotInterchangeable";
}

/**
 * The least behaviour, step by step, that goes through the orbits of the given states. Leaves the state that it ends in,
 * in `packed.before`.
 * @param path stored states, the initial one first
 * @throws NotInterchangeable when there is no such behaviour
 */
export function realise(
  packed: PackedMachine,
  canonicaliser: Canonicaliser | null,
  path: readonly Int32Array[],
): Step[] {
  const { machine, before, after } = packed;
  const form = new Int32Array(packed.words);
  const leadsTo = (state: Int32Array, instance: number, target: Int32Array): boolean => {
    before.set(state);
    if (!isTaken(packed, instance)) return false;
    form.set(after);
    canonicaliser?.canonicalise(form);
    return form.every((word, w) => word === target[w]);
  };
  if (path.length === 0) return [];
  const steps: Step[] = [];
  before.set(packed.initial());
  for (const target of path.slice(1)) {
    const state = before.slice();
    const found = machine.instances.findIndex((_, instance) => leadsTo(state, instance, target));
    if (found < 0) throw new NotInterchangeable(NO_BEHAVIOUR);
    steps.push(stepOf(packed, found));
    before.set(after);
  }
  return steps;
}

const NO_BEHAVIOUR =
  "no behaviour leads through the states that were searched: an effect or a guard is not a pure function, or ids are not interchangeable";

/**
 * The step by which a behaviour ends that {@link realise} has just found, and that shows what a step from the
 * representative of its last state showed: that very instance, or the first that does.
 * @param shows whether an instance, taken from `packed.before`, shows it
 * @throws NotInterchangeable when none does
 */
export function lastStep(packed: PackedMachine, instance: number, shows: (instance: number) => boolean): Step {
  const found = [instance, ...packed.machine.instances.keys()].find(shows);
  if (found === undefined) throw new NotInterchangeable(NO_BEHAVIOUR);
  return stepOf(packed, found);
}

/** Takes a step from `packed.before`, if it can be taken. */
export function isTaken(packed: PackedMachine, instance: number): boolean {
  try {
    if (!packed.isEnabled(instance)) return false;
    packed.apply(instance);
    return true;
  } catch (error) {
    if (error instanceof ModelError) return false; // a step that is a model error leads nowhere
    throw error;
  }
}

/** What goes wrong when an instance is taken from `packed.before` and its step is judged, or `null` when nothing does. */
export function failureOf(packed: PackedMachine, instance: number): string | null {
  try {
    if (!packed.isEnabled(instance)) return null;
    packed.apply(instance);
    const was = packed.after.slice();
    for (const property of packed.machine.properties.keys()) {
      packed.badStep(property, instance);
      packed.stepExercised(property, instance);
    }
    if (packed.after.some((word, w) => word !== was[w])) return WROTE;
    return null;
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
}
