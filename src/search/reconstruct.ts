/** From parent links back to steps: the behaviour by which a stored state was first reached. */
import type { Step } from "../machine/action.js";
import type { PackedMachine } from "./packed.js";
import type { VisitedSet } from "./store.js";

/** The steps from the initial state to a stored one; of several steps between two states the least instance is named. */
export function stepsTo(packed: PackedMachine, store: VisitedSet, state: number): Step[] {
  const path: number[] = [];
  for (let at = state; at >= 0; at = store.parent(at)) path.push(at);
  path.reverse();
  return path.slice(1).map((child, n) => {
    store.load(path[n] as number, packed.before);
    const found = packed.machine.instances.findIndex((_, instance) => reaches(packed, store, child, instance));
    if (found < 0)
      throw new Error(`state ${child} cannot be reached from its parent: an effect or a guard is not a pure function`);
    return stepOf(packed, found);
  });
}

/** An instance as a step. */
export function stepOf(packed: PackedMachine, instance: number): Step {
  const { action, parameters } = packed.machine.instances[instance] as PackedMachine["machine"]["instances"][number];
  return { action: action.name, parameters };
}

function reaches(packed: PackedMachine, store: VisitedSet, child: number, instance: number): boolean {
  try {
    if (!packed.isEnabled(instance)) return false;
    packed.apply(instance);
    return store.equals(child, packed.after);
  } catch {
    return false; // a step that is a model error leads nowhere
  }
}
