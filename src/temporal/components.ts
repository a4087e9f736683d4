/**
 * Strongly connected components, without recursion (R. Tarjan, "Depth-first search and linear graph algorithms", SIAM J.
 * Comput. 1, 1972).
 */
import { IntList } from "./int-list.js";
import type { Product } from "./product.js";

/** Finds components of parts of a product. */
export class Components {
  /** By node, the order of discovery from 1, and the earliest node on the stack that it leads to. */
  private readonly index: Int32Array;
  private readonly low: Int32Array;
  /** By node, which part is searched: 0 is the whole. */
  private readonly part: Int32Array;
  /** By node, the component that it was found in, from 1 on; 0 for none. */
  readonly member: Int32Array;
  /** The stack of nodes whose component is open; the path to where the search is, with the edge and the transition to take next at each node. */
  private readonly open = new IntList();
  private readonly path = new IntList();
  private readonly edges = new IntList();
  private readonly ways = new IntList();
  private components = 0;
  private parts = 0;
  private discovered = 0;

  constructor(private readonly product: Product) {
    this.index = new Int32Array(product.size);
    this.low = new Int32Array(product.size);
    this.part = new Int32Array(product.size);
    this.member = new Int32Array(product.size);
  }

  /** Bytes that a search takes for each node of the product. */
  static readonly BYTES = 16;

  /** Makes a part of nodes whose components were found; from now on they are in none. */
  separate(nodes: Iterable<number>): number {
    const part = ++this.parts;
    for (const node of nodes) {
      this.part[node] = part;
      this.index[node] = 0;
      this.member[node] = 0;
    }
    return part;
  }

  /** Finds the components of a part that can be reached from a node of it, each with its nodes; the least ones are left out unless they have an edge to themselves. */
  from(root: number, part: number, found: (component: number, nodes: Int32Array) => void): void {
    if (this.index[root] !== 0 || this.part[root] !== part) return;
    const { product, index, low, member, open, path, edges, ways } = this;
    const { offsets } = product.graph;
    const enter = (node: number): void => {
      index[node] = ++this.discovered;
      low[node] = this.discovered;
      open.push(node);
      path.push(node);
      edges.push(offsets[product.nodeOf(node)] as number);
      ways.push(0);
    };
    enter(root);
    while (path.length > 0) {
      const top = path.length - 1;
      const node = path.data[top] as number;
      const of = product.nodeOf(node);
      const transitions = product.transitionsOf(node);
      const end = offsets[of + 1] as number;
      let edge = edges.data[top] as number;
      let way = ways.data[top] as number;
      let deeper = false;
      for (; edge < end && !deeper; edge++, way = 0)
        for (; way < transitions.length; way++) {
          const transition = transitions[way] as (typeof transitions)[number];
          if (!product.allows(of, edge, transition)) continue;
          const target = product.target(edge, transition);
          if (this.part[target] !== part) continue;
          if (index[target] === 0) {
            edges.data[top] = edge;
            ways.data[top] = way + 1;
            enter(target);
            deeper = true;
            break;
          }
          if (member[target] === 0 && (index[target] as number) < (low[node] as number))
            low[node] = index[target] as number;
        }
      if (deeper) continue;
      path.length--;
      edges.length--;
      ways.length--;
      if (top > 0) {
        const parent = path.data[top - 1] as number;
        if ((low[node] as number) < (low[parent] as number)) low[parent] = low[node] as number;
      }
      if (low[node] === index[node]) this.close(node, open, found);
    }
  }

  private close(root: number, open: IntList, found: (component: number, nodes: Int32Array) => void): void {
    const component = ++this.components;
    let at = open.length;
    do this.member[open.data[--at] as number] = component;
    while (open.data[at] !== root);
    const alone = open.length - at === 1;
    if (!alone || this.product.some(root, (target) => target === root))
      found(component, open.data.slice(at, open.length));
    open.length = at;
  }
}
