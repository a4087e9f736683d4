/** What a behaviour is meant to show, asked of the fast executor after each step while candidates are tried. */
import type { Machine } from "../machine/machine.js";
import { MODEL_ERROR, NO_DEADLOCK } from "../machine/verdict.js";
import { ModelError } from "../schema/errors.js";
import type { PackedMachine } from "../search/packed.js";

/** The three things to be met: a property's violation (or what it asks to reach), a deadlock, a model error. */
export interface Target {
  /** Whether the state in `before` shows it. */
  state(packed: PackedMachine): boolean;
  /** Whether the step from `before` to `after` shows it. */
  step(packed: PackedMachine, instance: number): boolean;
  /** Whether a step shows it by failing. */
  readonly byFailing: boolean;
}

/** @throws RangeError when the machine has no such property */
export function targetOf(machine: Machine, property: string): Target {
  if (property === NO_DEADLOCK)
    return {
      state: (packed) =>
        !machine.instances.some((_, instance) => trueOrFails(() => packed.isEnabled(instance))) &&
        !trueOrFails(() => packed.isFinal()),
      step: () => false,
      byFailing: false,
    };
  if (property === MODEL_ERROR)
    return {
      state: (packed) => trueOrFails(() => askState(packed)),
      step: (packed, instance) => trueOrFails(() => askStep(packed, instance)),
      byFailing: true,
    };
  const index = machine.properties.findIndex(({ name }) => name === property);
  if (index < 0) throw new RangeError(`the machine has no property "${property}"`);
  return {
    state: (packed) => packed.badState(index),
    step: (packed, instance) => packed.badStep(index, instance),
    byFailing: false,
  };
}

/** Asks everything that a search asks of a state, for what it may throw. */
function askState(packed: PackedMachine): false {
  for (const index of packed.machine.properties.keys()) {
    packed.badState(index);
    packed.stateExercised(index);
  }
  for (const instance of packed.machine.instances.keys()) packed.isEnabled(instance);
  packed.isFinal();
  return false;
}

function askStep(packed: PackedMachine, instance: number): false {
  for (const index of packed.machine.properties.keys()) {
    packed.badStep(index, instance);
    packed.stepExercised(index, instance);
  }
  return false;
}

/** Whether the answer is yes, or none because model code fails. */
function trueOrFails(ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (error instanceof ModelError) return true;
    throw error;
  }
}
