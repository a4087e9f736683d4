/** Canonical forms for the states of a machine. */
import type { Machine } from "../machine/machine.js";
import type { Canonicaliser } from "../schema/symmetry/canonicaliser.js";

/** The canonicaliser of a machine, or `null` for one that declares no interchangeable ids. */
export function canonicaliserOf(_machine: Machine): Canonicaliser | null {
  return null;
}
