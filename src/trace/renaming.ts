/** Renaming: the same steps with two ids of one kind exchanged. What is dropped may have taken the id that comes next. */
import type { Step } from "../machine/action.js";
import { asStep, instanceOf } from "../machine/instance.js";
import type { Instance, Machine } from "../machine/machine.js";

/** Exchanges the ids in one instance; -1 when the machine has no such instance. */
export type Renaming = (instance: number) => number;

/** Every exchange of two ids of a kind that parameters of the machine use. */
export function renamings(machine: Machine): Renaming[] {
  const sizes = new Map<string, number>();
  for (const { action, parameters } of machine.instances)
    for (const [name, schema] of Object.entries(action.parameters))
      if (schema.kind === "id")
        sizes.set(schema.name, Math.max(sizes.get(schema.name) ?? 0, Number(parameters[name]) + 1));
  const found: Renaming[] = [];
  for (const [kind, size] of sizes)
    for (let a = 0; a < size; a++)
      for (let b = a + 1; b < size; b++)
        found.push(
          (instance) => instanceOf(machine, exchange(machine.instances[instance] as Instance, kind, a, b)) ?? -1,
        );
  return found;
}

function exchange(instance: Instance, kind: string, a: number, b: number): Step {
  const { action, parameters } = asStep(instance);
  const renamed = Object.entries(parameters).map(([name, value]) => {
    const schema = instance.action.parameters[name];
    if (schema?.kind !== "id" || schema.name !== kind) return [name, value] as const;
    return [name, value === a ? b : value === b ? a : value] as const;
  });
  return { action, parameters: Object.fromEntries(renamed) };
}
