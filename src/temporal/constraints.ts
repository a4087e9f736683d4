/** Fairness in a machine: sets of instances, each to be treated fairly. */
import { blaming } from "../machine/answers.js";
import type { Fairness } from "../machine/fairness.js";
import type { Machine } from "../machine/machine.js";
import type { Scalar } from "../schema/scalar.js";
import { instancesOf } from "./alphabet.js";

/** One set of instances. */
export interface Constraint {
  readonly kind: Fairness["kind"];
  /** What is assumed, and of which family. */
  readonly says: string;
  /** 1 for the instances of the set. */
  readonly instances: Uint8Array;
}

/** All constraints of a machine, and which of them an instance belongs to. */
export interface Constraints {
  readonly list: readonly Constraint[];
  /** Int32 words of a set of constraints. */
  readonly words: number;
  /** By instance, the set of its constraints. */
  readonly sets: Int32Array;
  /** The constraints of weak and of strong fairness, as sets. */
  readonly weak: Int32Array;
  readonly strong: Int32Array;
}

/** What a machine assumes. @throws ModelError when the model's own code fails, or names unknown actions */
export function assumptionsOf(machine: Machine): readonly Fairness[] {
  return blaming("fairness", () => machine.scenario.fairness(machine.constants as never));
}

/** The constraints of a machine. @throws ModelError */
export function constraintsOf(machine: Machine): Constraints {
  const list = assumptionsOf(machine).flatMap((fairness) => familiesOf(machine, fairness));
  const words = Math.max(1, Math.ceil(list.length / 32));
  const sets = new Int32Array(machine.instances.length * words);
  const weak = new Int32Array(words);
  const strong = new Int32Array(words);
  for (const [k, { kind, instances }] of list.entries()) {
    const of = kind === "weak" ? weak : strong;
    of[k >>> 5] = (of[k >>> 5] as number) | (1 << (k & 31));
    for (const [i, inside] of instances.entries())
      if (inside === 1) sets[i * words + (k >>> 5)] = (sets[i * words + (k >>> 5)] as number) | (1 << (k & 31));
  }
  return { list, words, sets, weak, strong };
}

function familiesOf(machine: Machine, { kind, says, actions, each }: Fairness): Constraint[] {
  const all = instancesOf(machine, actions, null);
  if (each === null) return all.includes(1) ? [{ kind, says, instances: all }] : [];
  const families = new Map<Scalar, Uint8Array>();
  for (const [i, { action, parameters }] of machine.instances.entries()) {
    const family = all[i] === 1 ? blaming("fairness", () => each(parameters, action.name)) : null;
    if (family === null) continue;
    const instances = families.get(family) ?? new Uint8Array(machine.instances.length);
    instances[i] = 1;
    families.set(family, instances);
  }
  return [...families].map(([family, instances]) => ({ kind, says: `${says} (${String(family)})`, instances }));
}
