/**
 * From the keys of parents back to the states on a shortest way to a state. The parent is the state one level up that has
 * the least key of all that lead there; where two such states share it, the one with the least words. None of this
 * depends on how states are numbered.
 */
import type { Step } from "../machine/action.js";
import type { Canonicaliser } from "../schema/symmetry/canonicaliser.js";
import type { PackedMachine } from "./packed.js";

/** The stored states by level, as far as going back needs it. */
export interface Ancestry {
  /** The least key of the parents of a state of the level. */
  keyOf(words: Int32Array, level: number): number;
  /** Copies of the states of the level that have this key. */
  withKey(key: number, level: number): Int32Array[];
}

/** The stored states from the initial one to a state of the given level, both included. */
export function pathTo(
  packed: PackedMachine,
  canonicaliser: Canonicaliser | null,
  ancestry: Ancestry,
  words: Int32Array,
  level: number,
): Int32Array[] {
  const path = [words];
  for (let at = level; at > 0; at--) {
    const child = path[0] as Int32Array;
    const parents = ancestry.withKey(ancestry.keyOf(child, at), at - 1).sort(byWords);
    const found = parents.find((parent) => leads(packed, canonicaliser, parent, child));
    if (found === undefined)
      throw new Error("a state cannot be reached from its parent: an effect or a guard is not a pure function");
    path.unshift(found);
  }
  return path;
}

/** An instance as a step. */
export function stepOf(packed: PackedMachine, instance: number): Step {
  const { action, parameters } = packed.machine.instances[instance] as PackedMachine["machine"]["instances"][number];
  return { action: action.name, parameters };
}

/** Whether some instance leads from the parent to the child, or into its orbit. */
function leads(
  packed: PackedMachine,
  canonicaliser: Canonicaliser | null,
  parent: Int32Array,
  child: Int32Array,
): boolean {
  const form = new Int32Array(packed.words);
  packed.before.set(parent);
  return packed.machine.instances.some((_, instance) => {
    try {
      if (!packed.isEnabled(instance)) return false;
      packed.apply(instance);
    } catch {
      return false; // a step that is a model error leads nowhere
    }
    form.set(packed.after);
    canonicaliser?.canonicalise(form);
    return child.every((word, w) => form[w] === word);
  });
}

function byWords(one: Int32Array, other: Int32Array): number {
  const at = one.findIndex((word, w) => word !== other[w]);
  return at < 0 ? 0 : (one[at] as number) - (other[at] as number);
}
