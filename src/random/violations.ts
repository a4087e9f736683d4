/** The properties that a walk breaks. */
import { instanceOf } from "../machine/instance.js";
import type { Machine } from "../machine/machine.js";
import { PackedMachine } from "../search/packed.js";
import type { Walk } from "./arbitrary.js";

const executors = new WeakMap<Machine, PackedMachine>();

/**
 * Names of the scenario's properties that a walk breaks in a state or on a step of it, in the scenario's order. What a
 * *sometimes* property asks for breaks nothing.
 * @throws RangeError when the walk has a step that its machine does not have
 * @throws ModelError when model code fails
 */
export function violations({ machine, steps }: Walk): string[] {
  const packed = executors.get(machine) ?? new PackedMachine(machine);
  executors.set(machine, packed);
  const broken = new Set<number>();
  const judge = (test: (property: number) => boolean): void => {
    for (const [index, { kind }] of machine.properties.entries())
      if (kind !== "sometimes" && !broken.has(index) && test(index)) broken.add(index);
  };
  packed.before.set(packed.initial());
  judge((property) => packed.badState(property));
  for (const step of steps) {
    const instance = instanceOf(machine, step);
    if (instance === undefined) throw new RangeError(`the machine has no step "${step.action}" of these parameters`);
    packed.apply(instance);
    judge((property) => packed.badStep(property, instance));
    packed.before.set(packed.after);
    judge((property) => packed.badState(property));
  }
  return machine.properties.filter((_, index) => broken.has(index)).map(({ name }) => name);
}
