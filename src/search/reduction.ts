/** Symmetry reduction as one thread of a search uses it. */
import type { Machine } from "../machine/machine.js";
import type { Canonicaliser } from "../schema/symmetry/canonicaliser.js";
import { canonicaliserOf } from "./canonical.js";
import { type Equivariance, equivarianceOf } from "./equivariance.js";

/** Keeps one state of each orbit, and watches whether that is sound. */
export interface Reduction {
  readonly canonicaliser: Canonicaliser;
  /** `null`: it is not watched. */
  readonly equivariance: Equivariance | null;
}

/**
 * The reduction of a machine, or `null` for one without interchangeable ids.
 * @throws ModelError when a `when` tells ids apart that were declared interchangeable
 */
export function reductionOf(machine: Machine): Reduction | null {
  const canonicaliser = canonicaliserOf(machine);
  return canonicaliser === null ? null : { canonicaliser, equivariance: equivarianceOf(machine, canonicaliser) };
}
