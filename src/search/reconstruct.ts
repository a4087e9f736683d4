/**
 * From the keys of parents back to steps: a shortest behaviour that leads to a state. The parent is the state one level
 * up that has the least key of all that lead there; where two such states share it, the one with the least words. Of
 * several steps between two states the least instance is named. None of this depends on how states are numbered.
 */
import type { Step } from "../machine/action.js";
import type { PackedMachine } from "./packed.js";

/** The stored states by level, as far as going back needs it. */
export interface Ancestry {
  /** The least key of the parents of a state of the level. */
  keyOf(words: Int32Array, level: number): number;
  /** Copies of the states of the level that have this key. */
  withKey(key: number, level: number): Int32Array[];
}

/** The steps from the initial state to a state of the given level. */
export function stepsTo(packed: PackedMachine, ancestry: Ancestry, words: Int32Array, level: number): Step[] {
  const steps: Step[] = [];
  let child = words;
  for (let at = level; at > 0; at--) {
    const key = ancestry.keyOf(child, at);
    const parents = ancestry.withKey(key, at - 1).sort(byWords);
    const found = parents
      .map((parent) => ({ parent, instance: leading(packed, parent, child) }))
      .find(({ instance }) => instance >= 0);
    if (found === undefined)
      throw new Error("a state cannot be reached from its parent: an effect or a guard is not a pure function");
    steps.push(stepOf(packed, found.instance));
    child = found.parent;
  }
  return steps.reverse();
}

/** An instance as a step. */
export function stepOf(packed: PackedMachine, instance: number): Step {
  const { action, parameters } = packed.machine.instances[instance] as PackedMachine["machine"]["instances"][number];
  return { action: action.name, parameters };
}

/** The least instance by which the parent leads to the child; -1 when none does. */
function leading(packed: PackedMachine, parent: Int32Array, child: Int32Array): number {
  packed.before.set(parent);
  return packed.machine.instances.findIndex((_, instance) => {
    try {
      if (!packed.isEnabled(instance)) return false;
      packed.apply(instance);
      return child.every((word, w) => packed.after[w] === word);
    } catch {
      return false; // a step that is a model error leads nowhere
    }
  });
}

function byWords(one: Int32Array, other: Int32Array): number {
  const at = one.findIndex((word, w) => word !== other[w]);
  return at < 0 ? 0 : (one[at] as number) - (other[at] as number);
}
