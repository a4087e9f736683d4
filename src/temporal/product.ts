/**
 * The product of a graph and an automaton: a node is a node of the graph with what the automaton still asks for, and is
 * numbered by both. Edges are not stored; they follow from those of the two.
 */
import type { Automaton, Transition } from "./automaton.js";
import type { Graph } from "./graph.js";
import type { Letters } from "./letters.js";

/** Walks over the edges of a product. */
export class Product {
  /** Automaton states, the factor in a node's number. */
  readonly factor: number;
  readonly size: number;

  constructor(
    readonly graph: Graph,
    readonly automaton: Automaton,
    readonly letters: Letters,
    /** 1 for the nodes of the graph in which a lasso may have its loop; `null` for all. */
    readonly loops: Uint8Array | null = null,
  ) {
    this.factor = automaton.transitions.length;
    this.size = (graph.offsets.length - 1) * this.factor;
  }

  nodeOf(node: number): number {
    return Math.floor(node / this.factor);
  }

  /** The nodes of the product over nodes of the graph. */
  nodesOver(nodes: Int32Array): Int32Array {
    return Int32Array.from(
      { length: nodes.length * this.factor },
      (_, n) => (nodes[Math.floor(n / this.factor)] as number) * this.factor + (n % this.factor),
    );
  }

  transitionsOf(node: number): readonly Transition[] {
    return this.automaton.transitions[node % this.factor] as readonly Transition[];
  }

  /** Whether a transition of the automaton can go along with an edge of the graph that leaves a node of it. */
  allows(node: number, edge: number, { mask, want }: Transition): boolean {
    return (((this.letters.nodes[node] as number) | (this.letters.edges[edge] as number)) & mask) === want;
  }

  /** The node of the product that an edge and a transition lead to. */
  target(edge: number, { next }: Transition): number {
    return (this.graph.targets[edge] as number) * this.factor + next;
  }

  /** Calls back for each edge of a node, until that answers true. */
  some(node: number, visit: (target: number, edge: number, transition: Transition) => boolean): boolean {
    const of = this.nodeOf(node);
    const transitions = this.transitionsOf(node);
    const { offsets } = this.graph;
    for (let edge = offsets[of] as number; edge < (offsets[of + 1] as number); edge++)
      for (const transition of transitions)
        if (this.allows(of, edge, transition) && visit(this.target(edge, transition), edge, transition)) return true;
    return false;
  }
}
