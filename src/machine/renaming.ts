/** What permutations of interchangeable ids make of instances: the same step of the same action, with other names. */
import { ModelError } from "../schema/errors.js";
import type { Permutation } from "../schema/symmetry/permute.js";
import { showStep } from "./action.js";
import { asStep, instanceOf } from "./instance.js";
import type { Instance, Machine } from "./machine.js";

/**
 * For each instance of a machine, the one that a permutation of its interchangeable ids makes of it.
 * @throws ModelError when there is none: a `when` tells these ids apart.
 */
export function renamedInstances(machine: Machine, permutation: Permutation): Int32Array {
  return Int32Array.from(machine.instances, (instance) => {
    const step = { action: instance.action.name, parameters: renamed(machine, instance, permutation) };
    const found = instanceOf(machine, step);
    if (found === undefined)
      throw new ModelError(
        `the ids are not interchangeable: there is an instance "${showStep(asStep(instance))}", and none "${showStep(step)}"`,
      );
    return found;
  });
}

function renamed(
  { symmetry }: Machine,
  { action, parameters }: Instance,
  permutation: Permutation,
): Instance["parameters"] {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const schema = action.parameters[name];
      const kind = schema?.kind === "id" ? symmetry.findIndex((one) => one.name === schema.name) : -1;
      return [name, kind < 0 ? value : ((permutation[kind] as readonly number[])[Number(value)] as number)];
    }),
  );
}
