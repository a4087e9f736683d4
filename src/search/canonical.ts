/** Canonical forms for the states of a machine. */
import type { Machine } from "../machine/machine.js";
import { renamedInstances } from "../machine/renaming.js";
import { canonicaliserFor } from "../schema/symmetry/canonical-form.js";
import type { Canonicaliser } from "../schema/symmetry/canonicaliser.js";
import { generatorsOf } from "../schema/symmetry/kind.js";
import type { Permutation } from "../schema/symmetry/permute.js";

/**
 * The canonicaliser of a machine, or `null` for one whose scenario declares no interchangeable ids.
 * @throws ModelError when a `when` tells ids apart that were declared interchangeable
 * @throws SchemaError when the state has another number of ids of a kind than the declaration
 */
export function canonicaliserOf(machine: Machine): Canonicaliser | null {
  if (machine.symmetry.length === 0) return null;
  // The instances that all generators keep, all permutations keep.
  for (const permutation of generatorPermutations(machine)) renamedInstances(machine, permutation);
  return canonicaliserFor(machine.layout, machine.symmetry);
}

/** Permutations that generate all those of a machine's ids: each moves the ids of one kind. */
export function generatorPermutations({ symmetry }: Machine): Permutation[] {
  const identity = symmetry.map(({ size }) => Array.from({ length: size }, (_, id) => id));
  return symmetry.flatMap((kind, k) => generatorsOf(kind).map((generator) => identity.with(k, generator)));
}
