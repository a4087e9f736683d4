/**
 * The graph of all reachable states, with what formulas ask of each state and step. States are numbered breadth first
 * and their steps stand in the order of the machine's instances, so that the graph is the same in every run; it is made
 * from the machine alone, without reductions, whatever another search of the same machine did.
 *
 * A behaviour may end in a state where no step is owed to fairness: such a state has a twin, its *rest*, that is led to
 * and left for itself by steps of nobody (instance -1). Behaviours are then the infinite paths.
 */
import { truth } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import type { Limit } from "../machine/verdict.js";
import { expanderOf } from "../search/expander.js";
import { PackedMachine } from "../search/packed.js";
import type { MachineAtom } from "./alphabet.js";
import type { Constraints } from "./constraints.js";
import { IntList } from "./int-list.js";
import { StateTable } from "./state-table.js";

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

/** Where the search ends early. */
export interface GraphOptions {
  readonly maxStates?: number | undefined;
  readonly maxDepth?: number | undefined;
  readonly maxSeconds?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((states: number, seconds: number) => void) | undefined;
}

const SLICE_MILLISECONDS = 25;
const BETWEEN_LOOKS = 256;

/** Explores a machine. @throws ModelError when model code fails */
export async function graphOf(
  machine: Machine,
  atoms: readonly MachineAtom[],
  constraints: Constraints,
  options: GraphOptions = {},
): Promise<Graph> {
  const started = performance.now();
  const { maxStates = Infinity, maxDepth = Infinity, maxSeconds = Infinity, maxBytes = Infinity, signal } = options;
  const packed = new PackedMachine({ ...machine, properties: [] });
  const table = new StateTable(packed.words);
  const targets = new IntList();
  const instances = new IntList();
  const offsets = new IntList();
  const rests = new IntList();
  const judge = new Judge(machine, packed, atoms);
  const owed = Uint8Array.from(machine.instances, (_, i) =>
    constraints.sets.subarray(i * constraints.words, (i + 1) * constraints.words).some((set) => set !== 0) ? 1 : 0,
  );
  let owing = false;
  const keep = (target: number, instance: number): void => {
    targets.push(target);
    instances.push(instance);
    judge.step(instance);
    if (instance >= 0 && owed[instance] === 1) owing = true;
  };
  const expander = expanderOf(packed, {
    successor: (instance) => keep(table.number(packed.after), instance),
    still: (instance) => keep(table.number(packed.before), instance),
    badStep: () => {},
    badState: () => {},
  });
  const bytes = (): number =>
    [table, targets, instances, offsets, rests, judge].reduce((sum, one) => sum + one.bytes, 0);
  table.number(packed.initial());
  let limit: Limit = null;
  let depth = 0;
  let levelEnd = 1;
  let expanded = 0;
  let look = started;
  for (; expanded < table.size && limit === null; expanded++) {
    if (expanded === levelEnd) {
      depth++;
      levelEnd = table.size;
      if (table.size > maxStates) limit = "states";
    }
    if (depth >= maxDepth) limit = "depth";
    if (limit === null && expanded % BETWEEN_LOOKS === 0) {
      const now = performance.now();
      if (now - look > SLICE_MILLISECONDS) {
        options.onProgress?.(table.size, (now - started) / 1000);
        await new Promise((resolve) => setImmediate(resolve));
        look = performance.now();
      }
      if (signal?.aborted) limit = "interrupted";
      else if ((now - started) / 1000 > maxSeconds) limit = "time";
      else if (bytes() > maxBytes) limit = "memory";
    }
    if (limit !== null) break;
    table.load(expanded, packed.before);
    judge.state();
    offsets.push(targets.length);
    owing = false;
    expander.expand(0);
    if (!owing) {
      rests.push(expanded);
      keep(-rests.length, -1);
    }
  }
  const transitions = targets.length - rests.length;
  const taken = bytes();
  // What was met and not expanded has no edges, and its atoms are of no consequence: no behaviour goes on there.
  for (let state = expanded; state < table.size; state++) offsets.push(targets.length);
  const states = table.size;
  for (let edge = 0; edge < targets.length; edge++)
    if ((targets.data[edge] as number) < 0) targets.data[edge] = states - (targets.data[edge] as number) - 1;
  for (let rest = 0; rest < rests.length; rest++) {
    offsets.push(targets.length);
    keep(states + rest, -1);
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
    depth,
    limit,
    bytes: taken,
    stateAtom: (atom, state) => judge.stateAtom(atom, state),
    stepAtom: (atom, edge) => judge.stepAtom(atom, edge),
  };
}

/** Asks the model's own predicates, of every state and of every step once, and keeps the answers as bits. */
class Judge {
  private readonly onStates: [number, (state: never) => boolean][] = [];
  private readonly onSteps: [number, Extract<MachineAtom, { kind: "step" }>][] = [];
  /** By atom, its bit among those of its kind. */
  private readonly bit: number[];
  private readonly stateWords: number;
  private readonly stepWords: number;
  private readonly states = new IntList();
  private readonly steps = new IntList();

  constructor(
    private readonly machine: Machine,
    private readonly packed: PackedMachine,
    atoms: readonly MachineAtom[],
  ) {
    this.bit = atoms.map((atom, n) => {
      if (atom.kind === "state") return this.onStates.push([n, atom.holds]) - 1;
      return atom.kind === "step" ? this.onSteps.push([n, atom]) - 1 : -1;
    });
    this.stateWords = Math.ceil(this.onStates.length / 32);
    this.stepWords = Math.ceil(this.onSteps.length / 32);
  }

  get bytes(): number {
    return this.states.bytes + this.steps.bytes;
  }

  /** Judges the state in `packed.before`. */
  state(): void {
    const { view } = this.packed.beforeRoot;
    for (let w = 0, n = 0; w < this.stateWords; w++) {
      let word = 0;
      for (let bit = 0; bit < 32 && n < this.onStates.length; bit++, n++)
        if (truth((this.onStates[n] as (typeof this.onStates)[number])[1](view as never))) word |= 1 << bit;
      this.states.push(word);
    }
  }

  /** Judges the step from `packed.before` to `packed.after`, or nobody's. */
  step(instance: number): void {
    for (let w = 0, n = 0; w < this.stepWords; w++) {
      let word = 0;
      for (let bit = 0; bit < 32 && n < this.onSteps.length; bit++, n++) {
        const [, atom] = this.onSteps[n] as (typeof this.onSteps)[number];
        if (instance >= 0 && atom.instances[instance] === 1 && this.asks(atom, instance)) word |= 1 << bit;
      }
      this.steps.push(word);
    }
  }

  private asks(atom: Extract<MachineAtom, { kind: "step" }>, instance: number): boolean {
    const { beforeRoot, afterRoot } = this.packed;
    const parameters = this.machine.instances[instance]?.parameters;
    return truth(atom.holds(beforeRoot.view as never, parameters as never, afterRoot.view as never));
  }

  stateAtom(atom: number, state: number): boolean {
    const bit = this.bit[atom] as number;
    return (((this.states.data[state * this.stateWords + (bit >>> 5)] as number) >>> (bit & 31)) & 1) === 1;
  }

  stepAtom(atom: number, edge: number): boolean {
    const bit = this.bit[atom] as number;
    return (((this.steps.data[edge * this.stepWords + (bit >>> 5)] as number) >>> (bit & 31)) & 1) === 1;
  }
}
