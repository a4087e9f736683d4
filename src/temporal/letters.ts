/** What is true at the positions of a graph, for one formula: a letter for each node and each edge, atoms as bits. */
import type { Atom } from "../machine/formula.js";
import { ModelError } from "../schema/errors.js";
import type { Alphabet } from "./alphabet.js";
import { MOST_BITS } from "./automaton.js";
import type { Graph } from "./graph.js";

/** Letters: a position is a node with the edge that leaves it, and its letter is that of both together. */
export interface Letters {
  readonly nodes: Int32Array;
  readonly edges: Int32Array;
}

/** The atoms of one formula, numbered for it alone. */
export class LocalAtoms {
  /** By local number, the number in the alphabet. */
  readonly numbers: number[] = [];

  constructor(private readonly alphabet: Alphabet) {}

  /** The local number of an atom. @throws ModelError when there are too many */
  readonly number = (atom: Atom): number => {
    const number = this.alphabet.number(atom);
    const known = this.numbers.indexOf(number);
    if (known >= 0) return known;
    if (this.numbers.length === MOST_BITS)
      throw new ModelError(`the formula is too large: more than ${MOST_BITS} predicates`);
    return this.numbers.push(number) - 1;
  };

  /** The bits of the atoms that a state decides by itself, whatever step leaves it. */
  ofStates(): number {
    return this.numbers.reduce((bits, number, local) => {
      const kind = this.alphabet.atoms[number]?.kind;
      return kind === "state" || kind === "enabled" ? bits | (1 << local) : bits;
    }, 0);
  }
}

/** The letters of a graph for the atoms of a formula. */
export function lettersOf(graph: Graph, alphabet: Alphabet, { numbers }: LocalAtoms): Letters {
  const { states, expanded, rests, offsets, targets, instances } = graph;
  const nodes = new Int32Array(states + rests.length);
  const edges = new Int32Array(targets.length);
  for (const [local, number] of numbers.entries()) {
    const bit = 1 << local;
    const atom = alphabet.atoms[number];
    if (atom === undefined) throw new RangeError(`no atom ${number}`);
    if (atom.kind === "state") {
      for (let state = 0; state < expanded; state++)
        if (graph.stateAtom(number, state)) nodes[state] = (nodes[state] as number) | bit;
    } else if (atom.kind === "step") {
      for (let edge = 0; edge < edges.length; edge++)
        if (graph.stepAtom(number, edge)) edges[edge] = (edges[edge] as number) | bit;
    } else
      for (let state = 0; state < expanded; state++)
        for (let edge = offsets[state] as number; edge < (offsets[state + 1] as number); edge++) {
          const instance = instances[edge] as number;
          if (instance < 0 || atom.instances[instance] === 0) continue;
          if (atom.kind === "taken") edges[edge] = (edges[edge] as number) | bit;
          else nodes[state] = (nodes[state] as number) | bit;
        }
  }
  for (const [rest, state] of rests.entries()) nodes[states + rest] = nodes[state] as number;
  return { nodes, edges };
}
