/**
 * Fair accepting components: those in which a behaviour can stay for ever, keeping every until and every fairness
 * constraint. Weak fairness and untils are judged on a component as it is. Where strong fairness fails, the states in
 * which the neglected set is enabled are taken out and the components of the rest are judged in turn (E. A. Emerson and
 * C.-L. Lei, "Modalities for model checking", Sci. Comput. Program. 8, 1987).
 */
import type { Automaton } from "./automaton.js";
import { Components } from "./components.js";
import type { Constraints } from "./constraints.js";
import type { Graph } from "./graph-builder.js";
import { Product } from "./product.js";

/** Components with a fair accepting run through all of their nodes. */
export interface FairComponents {
  readonly list: readonly Int32Array[];
  /** By node of the product, the position of its component from 1 on; 0 for none. */
  readonly member: Int32Array;
}

/** Accepts every behaviour: what is left is fairness. */
const EVERYTHING: Automaton = { untils: 0, transitions: [[{ mask: 0, want: 0, postponed: 0, next: 0 }]] };

/** The nodes of a graph in which a fair behaviour can stay for ever, whatever it is asked for: its fair components. */
export function fairCore(graph: Graph, constraints: Constraints): Int32Array {
  const letters = { nodes: new Int32Array(graph.offsets.length - 1), edges: new Int32Array(graph.targets.length) };
  const { list } = fairComponents(new Product(graph, EVERYTHING, letters), constraints);
  const core = new Int32Array(list.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const nodes of list) {
    core.set(nodes, at);
    at += nodes.length;
  }
  return core;
}

/**
 * All fair accepting components that can be reached from the product's first node.
 * @param within nodes of the graph: those inside them instead, whether they can be reached or not
 */
export function fairComponents(product: Product, constraints: Constraints, within?: Int32Array): FairComponents {
  const components = new Components(product);
  const fair: Int32Array[] = [];
  let parts: (readonly number[] | Int32Array)[] = [];
  const judge = (component: number, nodes: Int32Array): void => {
    const { loops } = product;
    if (loops !== null && loops[product.nodeOf(nodes[0] as number)] === 0) return;
    const answer = judged(product, constraints, components.member, component, nodes);
    if (answer === "fair") fair.push(nodes);
    else if (answer !== "unfair") parts.push(answer);
  };
  if (within === undefined) components.from(0, 0, judge);
  else parts.push(product.nodesOver(within));
  while (parts.length > 0) {
    const left = parts;
    parts = [];
    for (const nodes of left) {
      const part = components.separate(nodes);
      for (const node of nodes) components.from(node, part, judge);
    }
  }
  const { member } = components;
  member.fill(0);
  for (const [n, nodes] of fair.entries()) for (const node of nodes) member[node] = n + 1;
  return { list: fair, member };
}

/** What a node of the graph enables. */
export function enabledAt(product: Product, constraints: Constraints, node: number, into: Int32Array): void {
  const { graph } = product;
  // A rest leaves out what its state enables: that nothing there is owed to fairness.
  into.fill(0);
  for (let edge = graph.offsets[node] as number; edge < (graph.offsets[node + 1] as number); edge++)
    join(into, constraints, graph.instances[edge] as number);
}

function join(into: Int32Array, { words, sets }: Constraints, instance: number): void {
  if (instance < 0) return;
  for (let w = 0; w < words; w++) into[w] = (into[w] as number) | (sets[instance * words + w] as number);
}

function judged(
  product: Product,
  constraints: Constraints,
  member: Int32Array,
  component: number,
  nodes: Int32Array,
): "fair" | "unfair" | number[] {
  const { words, weak, strong } = constraints;
  const sometimes = new Int32Array(words);
  const always = new Int32Array(words).fill(-1);
  const taken = new Int32Array(words);
  const here = new Int32Array(words);
  let postponed = -1;
  for (const node of nodes) {
    enabledAt(product, constraints, product.nodeOf(node), here);
    for (let w = 0; w < words; w++) {
      sometimes[w] = (sometimes[w] as number) | (here[w] as number);
      always[w] = (always[w] as number) & (here[w] as number);
    }
    product.some(node, (target, edge, transition) => {
      if (member[target] !== component) return false;
      postponed &= transition.postponed;
      join(taken, constraints, product.graph.instances[edge] as number);
      return false;
    });
  }
  if (product.automaton.untils > 0 && postponed !== 0) return "unfair";
  const neglected = new Int32Array(words);
  for (let w = 0; w < words; w++) {
    const missed = ~(taken[w] as number);
    if (((weak[w] as number) & (always[w] as number) & missed) !== 0) return "unfair";
    neglected[w] = (strong[w] as number) & (sometimes[w] as number) & missed;
  }
  if (neglected.every((set) => set === 0)) return "fair";
  const kept: number[] = [];
  for (const node of nodes) {
    enabledAt(product, constraints, product.nodeOf(node), here);
    if (here.every((set, w) => (set & (neglected[w] as number)) === 0)) kept.push(node);
  }
  return kept;
}
