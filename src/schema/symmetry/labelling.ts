/**
 * Canonical forms by refinement: elements are coloured, sorted by colour, and given names in that order. Where colours
 * tie, elements are exchanged to see whether that changes anything; where it does, every way to break the tie is
 * searched, and the least of the states that come out is taken.
 *
 * Source: B. D. McKay, "Practical graph isomorphism", Congressus Numerantium 30, 1981: individualise, refine, compare
 * leaves, and skip what an automorphism maps to something that was searched.
 */
import type { Layout } from "../layout.js";
import type { Canonicaliser } from "./canonicaliser.js";
import { colouringOf } from "./colours.js";
import { elementsOf } from "./elements.js";
import type { Family } from "./families.js";
import type { SymmetricKind } from "./kind.js";
import { orderOf } from "./order.js";
import { refineFully } from "./refine.js";
import { renamingOf } from "./renaming.js";
import { Ties } from "./ties.js";
import { twinsOf } from "./twins.js";

/** The canonicaliser of any layout. */
export function labellingCanonicaliser(
  layout: Layout,
  kinds: readonly SymmetricKind[],
  families: readonly Family[],
): Canonicaliser {
  const elements = elementsOf(kinds);
  const colouring = colouringOf(families, elements);
  const order = orderOf(elements, colouring.colours, colouring.used);
  const rename = renamingOf(layout, families, elements, order.old, order.fresh);
  const twins = twinsOf(layout.words, elements, colouring, order, rename);
  let ties: Ties | null = null;
  return {
    canonicalise(words, base = 0) {
      colouring.start(words, base);
      // By their own bits alone some ids nearly always tie, so that the first round is not worth a sort before it.
      colouring.refine();
      order.sort();
      if (order.ties > 0) refineFully(colouring, order);
      if (order.ties > 0 && !twins(words, base)) {
        ties ??= new Ties(layout.words, elements, colouring, order, rename);
        ties.resolve(words, base);
      } else if (!order.same) rename(words, base, words, base);
    },
  };
}
