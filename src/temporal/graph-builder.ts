/** A graph made state by state: of all that a machine does, or of what a walk saw of it. */
import type { Machine } from "../machine/machine.js";
import type { Limit } from "../machine/verdict.js";
import type { PackedMachine } from "../search/packed.js";
import type { MachineAtom } from "./alphabet.js";
import type { Constraints } from "./constraints.js";
import { IntList } from "./int-list.js";
import { AtomJudge } from "./judge.js";

/** Reachable states and their steps. */
export interface Graph {
  /** States; their rests are numbered from here on. */
  readonly states: number;
  /** By rest, the state that it is a rest of. */
  readonly rests: Int32Array;
  /** States up to this one were expanded, all of them unless there is a limit. */
  readonly expanded: number;
  /** The edges of a node are those from its offset to that of the next node. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** By edge; -1 for nobody's step. */
  readonly instances: Int32Array;
  /** The steps that the machine takes, rests left out. */
  readonly transitions: number;
  /** Levels after the initial state. */
  readonly depth: number;
  readonly limit: Limit;
  /** Bytes at the end, states and table included. */
  readonly bytes: number;
  /** Whether an atom that is a predicate on states holds in a state. */
  stateAtom(atom: number, state: number): boolean;
  /** Whether an atom that is a predicate on steps holds of an edge. */
  stepAtom(atom: number, edge: number): boolean;
}

/** Takes the states in the order of their numbers, each with its steps. Predicates are asked of the executor's buffers. */
export class GraphBuilder {
  private readonly targets = new IntList();
  private readonly instances = new IntList();
  private readonly offsets = new IntList();
  private readonly rests = new IntList();
  private readonly judge: AtomJudge;
  /** 1 for the instances that fairness asks for. */
  private readonly owed: Uint8Array;
  private owing = false;
  private expanded = 0;

  constructor(machine: Machine, packed: PackedMachine, atoms: readonly MachineAtom[], constraints: Constraints) {
    this.judge = new AtomJudge(machine, packed, atoms);
    const { words, sets } = constraints;
    this.owed = Uint8Array.from(machine.instances, (_, i) =>
      sets.subarray(i * words, (i + 1) * words).some((set) => set !== 0) ? 1 : 0,
    );
  }

  /** Begins with the state in the executor's `before`. */
  begin(): void {
    this.judge.state();
    this.offsets.push(this.targets.length);
    this.owing = false;
  }

  /** The step of an instance, from the executor's `before` to its `after`. */
  edge(target: number, instance: number): void {
    this.targets.push(target);
    this.instances.push(instance);
    this.judge.step(instance);
    if (instance >= 0 && this.owed[instance] === 1) this.owing = true;
  }

  /** Ends the state of this number, the position among those that were begun. */
  end(state: number): void {
    this.expanded++;
    if (this.owing) return;
    this.rests.push(state);
    this.edge(-this.rests.length, -1);
  }

  /** Bytes that it takes. */
  get bytes(): number {
    return [this.targets, this.instances, this.offsets, this.rests, this.judge].reduce(
      (sum, one) => sum + one.bytes,
      0,
    );
  }

  /** The graph, of which there is one. @param states those that were met and not expanded included */
  graph(states: number): Omit<Graph, "depth" | "limit" | "bytes"> {
    const { targets, instances, offsets, rests, judge, expanded } = this;
    const transitions = targets.length - rests.length;
    // What was met and not expanded has no edges, and its atoms are of no consequence: no behaviour goes on there.
    for (let state = expanded; state < states; state++) offsets.push(targets.length);
    for (let edge = 0; edge < targets.length; edge++)
      if ((targets.data[edge] as number) < 0) targets.data[edge] = states - (targets.data[edge] as number) - 1;
    for (let rest = 0; rest < rests.length; rest++) {
      offsets.push(targets.length);
      this.edge(states + rest, -1);
    }
    offsets.push(targets.length);
    return {
      states,
      rests: rests.data.slice(0, rests.length),
      expanded,
      offsets: offsets.data.subarray(0, offsets.length),
      targets: targets.data.subarray(0, targets.length),
      instances: instances.data.subarray(0, instances.length),
      transitions,
      stateAtom: (atom, state) => judge.stateAtom(atom, state),
      stepAtom: (atom, edge) => judge.stepAtom(atom, edge),
    };
  }
}
