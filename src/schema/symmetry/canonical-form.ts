/** Which way to canonical forms a layout takes. */
import type { Layout } from "../layout.js";
import type { Canonicaliser } from "./canonicaliser.js";
import { familiesOf } from "./families.js";
import type { SymmetricKind } from "./kind.js";
import { labellingCanonicaliser } from "./labelling.js";
import { isSortable, sortingCanonicaliser } from "./sorted.js";

/** The canonicaliser of a layout: by sorting where ids hold no relation to each other, else by refinement. */
export function canonicaliserFor(layout: Layout, kinds: readonly SymmetricKind[]): Canonicaliser {
  const families = familiesOf(layout, kinds);
  return isSortable(families)
    ? sortingCanonicaliser(layout, kinds, families)
    : labellingCanonicaliser(layout, kinds, families);
}
