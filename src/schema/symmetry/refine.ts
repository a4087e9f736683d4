/** Refinement to the end. */
import type { Colouring } from "./colours.js";
import type { Order } from "./order.js";

/** Refines and sorts until there are no ties, or a round tells no more apart than the one before. */
export function refineFully(colouring: Colouring, order: Order): void {
  for (let equal = Number.POSITIVE_INFINITY; order.ties > 0 && order.equal < equal; ) {
    equal = order.equal;
    colouring.refine();
    order.sort();
  }
}
