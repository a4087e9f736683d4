/** Lassos made shorter, as long as they stay fair and go on to violate the formula, which is judged directly. */
import type { Formula } from "../machine/formula.js";
import type { Constraints } from "./constraints.js";
import { satisfies } from "./evaluate.js";
import type { Lasso } from "./lasso.js";
import type { LocalAtoms } from "./letters.js";
import type { Product } from "./product.js";

/** Longer loops are left as they are: trying takes the cube of their length. */
const MOST_EDGES = 100;

/**
 * The same lasso, or a shorter one.
 * @param isGood whether a lasso is fair and violates the formula
 */
export function shorten(lasso: Lasso, product: Product, isGood: (lasso: Lasso) => boolean): Lasso {
  let best = lasso;
  for (let shorter = lasso.loop.length <= MOST_EDGES; shorter; ) {
    shorter = false;
    for (const candidate of withoutDetours(best, product)) {
      if (!isGood(candidate)) continue;
      best = candidate;
      shorter = true;
      break;
    }
  }
  return wound(best);
}

/** Each way to leave out a part of the loop that leads from a state back to it, the longest parts first. */
function* withoutDetours({ stem, loop }: Lasso, product: Product): Generator<Lasso> {
  const sources = loop.map((edge) => sourceOf(product, edge));
  for (let length = loop.length - 1; length > 0; length--)
    for (let from = 0; from + length <= loop.length; from++) {
      const to = from + length;
      if (sources[from] === sources[to === loop.length ? 0 : to])
        yield { stem, loop: [...loop.slice(0, from), ...loop.slice(to)] };
    }
}

/** The same behaviour with the stem as short as it can be written. */
function wound({ stem, loop }: Lasso): Lasso {
  const before = [...stem];
  const round = [...loop];
  while (before.length > 0 && before.at(-1) === round.at(-1)) {
    before.pop();
    round.unshift(round.pop() as number);
  }
  return { stem: before, loop: round };
}

/** Whether a loop of a graph is fair. */
export function isFair({ loop }: Lasso, { graph }: Product, constraints: Constraints): boolean {
  const sources = loop.map((edge) => sourceOf({ graph }, edge));
  return constraints.list.every(({ kind, instances }) => {
    if (loop.some((edge) => instances[graph.instances[edge] as number] === 1)) return true;
    const open = (node: number): boolean => {
      for (let edge = graph.offsets[node] as number; edge < (graph.offsets[node + 1] as number); edge++)
        if (instances[graph.instances[edge] as number] === 1) return true;
      return false;
    };
    return kind === "weak" ? !sources.every(open) : !sources.some(open);
  });
}

/** Whether a lasso of a graph violates a formula. */
export function violates({ stem, loop }: Lasso, product: Product, formula: Formula, atoms: LocalAtoms): boolean {
  const edges = [...stem, ...loop];
  const letters = edges.map(
    (edge) => (product.letters.nodes[sourceOf(product, edge)] as number) | (product.letters.edges[edge] as number),
  );
  return !satisfies(
    formula,
    edges.length,
    stem.length,
    (atom, at) => (((letters[at] as number) >>> atoms.number(atom)) & 1) === 1,
  );
}

/** The node that an edge leaves. */
export function sourceOf({ graph }: Pick<Product, "graph">, edge: number): number {
  const { offsets } = graph;
  let low = 0;
  let high = offsets.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] as number) <= edge) low = middle;
    else high = middle;
  }
  return low;
}
