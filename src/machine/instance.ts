/** Instances and steps: the same thing by position in one machine, and by name in any. */
import type { Step } from "./action.js";
import type { Instance, Machine } from "./machine.js";

const indexes = new WeakMap<Machine, ReadonlyMap<string, number>>();

/** The index of the instance that a step names, or `undefined` when the machine has none. */
export function instanceOf(machine: Machine, step: Step): number | undefined {
  let index = indexes.get(machine);
  if (index === undefined) {
    index = new Map(machine.instances.map((instance, position) => [keyOf(asStep(instance)), position]));
    indexes.set(machine, index);
  }
  return index.get(keyOf(step));
}

/** An instance by name. */
export const asStep = ({ action, parameters }: Instance): Step => ({ action: action.name, parameters });

/** Steps with the same parameters in another order are the same; `"1"` and `1` are not. */
const keyOf = ({ action, parameters }: Step): string =>
  JSON.stringify([action, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))]);
