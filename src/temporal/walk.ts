/**
 * Liveness on random walks. The states that a walk was in, with all the steps from them, are a part of the machine's graph, and
 * are searched as the whole is: a fair lasso on them is one of the machine. What the first states decide by themselves is
 * seen as well. Nothing else is decided: that no walk violates a property proves nothing.
 */

import type { Step } from "../machine/action.js";
import { messageOf } from "../machine/answers.js";
import { asStep } from "../machine/instance.js";
import type { Instance, Machine } from "../machine/machine.js";
import type { Property } from "../machine/property.js";
import { PackedMachine } from "../search/packed.js";
import { Alphabet } from "./alphabet.js";
import { askedOf, isHopeless } from "./asked.js";
import { type Constraints, constraintsOf } from "./constraints.js";
import { fairCore } from "./fair.js";
import type { Graph } from "./graph.js";
import { GraphBuilder } from "./graph-builder.js";
import { lettersOf } from "./letters.js";
import { PrefixMonitor, type PrefixPosition } from "./prefix.js";
import { behaviourOf, type Part, partOf, searchPart } from "./search.js";
import { StateTable } from "./state-table.js";

/** A violation that a walk shows: a fair lasso, or (`loop` is `null`) steps that no behaviour can go on from and keep the property. */
export interface WalkViolation {
  readonly steps: readonly Step[];
  readonly loop: number | null;
}

/** What the walks say of one liveness property. */
export interface WalkOutcome {
  readonly property: Property;
  /** At how many states of walks (or steps from them) the premise of a part of it held. */
  readonly exercised: number;
  /** Walks on which it was judged. */
  readonly walks: number;
  /** Walks with a fair loop, or an end that may last for ever: on the others only a bad prefix could have been seen. */
  readonly loops: number;
  /** Walks whose first states keep it, whatever comes after them. */
  readonly kept: number;
  readonly violation: WalkViolation | null;
  /** What went wrong in the model's own code; `null` when nothing did. */
  readonly error: string | null;
}

interface Judged {
  readonly property: Property;
  readonly parts: readonly (Part & { readonly monitor: PrefixMonitor | null })[];
  outcome: WalkOutcome;
}

/** Judges the liveness properties of a machine on one walk after another. */
export class WalkJudge {
  private readonly packed: PackedMachine;
  private readonly constraints: Constraints;
  private readonly alphabet: Alphabet;
  private readonly judged: readonly Judged[];
  private readonly table: StateTable;
  /** By state, its steps and the states that they lead to. */
  private readonly open: Int32Array[] = [];
  private readonly successors: Int32Array[] = [];
  /** The walk: states by number, and which of their steps was taken. */
  private readonly way: { readonly state: number; readonly taken: number }[] = [];

  /** @throws ModelError for fairness that fails, or names unknown actions */
  constructor(private readonly machine: Machine) {
    this.packed = new PackedMachine({ ...machine, properties: [] });
    this.table = new StateTable(this.packed.words);
    this.constraints = constraintsOf(machine);
    this.alphabet = new Alphabet(machine);
    this.judged = askedOf(machine).map(({ property, parts, error }) => this.prepared(property, parts, error));
  }

  private prepared(property: Property, formulas: readonly Part["formula"][], failed: string | null): Judged {
    const nothing = { property, exercised: 0, walks: 0, loops: 0, kept: 0, violation: null };
    try {
      const parts = formulas.map((formula) => {
        const part = partOf(formula, this.alphabet);
        return { ...part, monitor: isHopeless(property) ? null : new PrefixMonitor(formula, part.atoms) };
      });
      return { property, parts, outcome: { ...nothing, error: failed } };
    } catch (error) {
      return { property, parts: [], outcome: { ...nothing, error: messageOf(error) } };
    }
  }

  /** What is known by now. */
  get outcomes(): readonly WalkOutcome[] {
    return this.judged.map(({ outcome }) => outcome);
  }

  /** Whether further walks may tell more. */
  get isOpen(): boolean {
    return this.outcomes.some(({ violation, error }) => violation === null && error === null);
  }

  /** The walk begins. */
  begin(): void {
    this.table.clear();
    for (const list of [this.open, this.successors, this.way]) list.length = 0;
  }

  /**
   * The walk is in a state.
   * @param open all its steps, and `successors` the states that they lead to, side by side
   * @param taken the position of the one that it takes; -1 when there is none
   */
  visited(state: Int32Array, open: readonly number[], successors: Int32Array, taken: number): void {
    const known = this.table.size;
    const number = this.table.number(state);
    if (number === known) {
      this.open.push(Int32Array.from(open));
      this.successors.push(successors.slice(0, open.length * this.packed.words));
    }
    this.way.push({ state: number, taken });
  }

  /** The walk is over: judges what is open. */
  end(): void {
    if (!this.isOpen || this.way.length === 0) return;
    let graph: Graph;
    try {
      graph = this.graph();
    } catch (error) {
      for (const one of this.judged) one.outcome = { ...one.outcome, error: one.outcome.error ?? messageOf(error) };
      return;
    }
    const core = fairCore(graph, this.constraints);
    for (const one of this.judged)
      if (one.outcome.violation === null && one.outcome.error === null) this.judge(one, graph, core);
  }

  private judge(one: Judged, graph: Graph, core: Int32Array): void {
    let { exercised, violation } = one.outcome;
    let kept = 0;
    for (const { monitor, ...part } of one.parts) {
      const letters = lettersOf(graph, this.alphabet, part.atoms);
      const prefix = monitor?.judge(this.positions(graph, letters)) ?? null;
      if (prefix?.holds === true) kept++;
      const found = searchPart(part, graph, this.alphabet, this.constraints, core, isHopeless(one.property), letters);
      exercised += found.exercised;
      if (violation !== null) continue;
      if (prefix?.holds === false) violation = { steps: this.steps(prefix.steps), loop: null };
      else if (found.lasso !== null) violation = behaviourOf(this.machine, graph, found.lasso);
    }
    const { walks, loops: before, kept: settled } = one.outcome;
    one.outcome = {
      ...one.outcome,
      exercised,
      violation,
      walks: walks + 1,
      loops: before + (core.length > 0 ? 1 : 0),
      kept: settled + (kept === one.parts.length ? 1 : 0),
    };
  }

  private *positions(
    { offsets }: Graph,
    { nodes, edges }: { readonly nodes: Int32Array; readonly edges: Int32Array },
  ): Generator<PrefixPosition> {
    for (const { state, taken } of this.way) {
      const edge = taken < 0 ? null : (edges[(offsets[state] as number) + taken] as number);
      yield { node: nodes[state] as number, edge };
    }
  }

  private steps(count: number): Step[] {
    return this.way
      .slice(0, count)
      .map(({ state, taken }) => asStep(this.machine.instances[this.open[state]?.[taken] as number] as Instance));
  }

  /** The states of the walk, numbered as they came, and those beside it, from which nothing is known. */
  private graph(): Graph {
    const { packed, table } = this;
    const { words } = packed;
    const builder = new GraphBuilder(this.machine, packed, this.alphabet.atoms, this.constraints);
    for (const [state, open] of this.open.entries()) {
      table.load(state, packed.before);
      builder.begin();
      for (const [position, instance] of open.entries()) {
        packed.after.set((this.successors[state] as Int32Array).subarray(position * words, (position + 1) * words));
        builder.edge(table.number(packed.after), instance);
      }
      builder.end(state);
    }
    return { ...builder.graph(table.size), depth: this.way.length, limit: "depth", bytes: builder.bytes };
  }
}
