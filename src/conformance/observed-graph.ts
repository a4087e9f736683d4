/** The states of a machine as a graph whose edges say what is seen of the step; made as far as it is asked for. */
import { asStep } from "../machine/instance.js";
import type { Instance, Machine } from "../machine/machine.js";
import { CALL, type Observation } from "../machine/observation.js";
import { PackedMachine } from "../search/packed.js";

/** All that is seen of one step. */
export interface Seen extends Observation {
  /** Whether it begins with something from outside. */
  readonly isCall: boolean;
}

/** A step from a state. */
export interface Edge {
  /** Position of the instance in the machine. */
  readonly instance: number;
  /** What is seen of it; `null` when it is hidden. */
  readonly seen: Seen | null;
  /** The state that it leads to. */
  readonly to: number;
}

/** States are numbered as they are met; 0 is the initial one. */
export class ObservedGraph {
  private readonly packed: PackedMachine;
  private readonly states: Int32Array[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly known: (readonly Edge[] | undefined)[] = [];

  /** @throws ModelError when the initial state cannot be made */
  constructor(readonly machine: Machine) {
    this.packed = new PackedMachine(machine);
    this.numberOf(this.packed.initial());
  }

  /** The steps that can be taken from a state. @throws ModelError */
  edges(from: number): readonly Edge[] {
    const made = this.known[from] ?? this.expand(this.states[from] as Int32Array);
    this.known[from] = made;
    return made;
  }

  private expand(state: Int32Array): Edge[] {
    const { packed, machine } = this;
    const edges: Edge[] = [];
    for (const [index, instance] of machine.instances.entries()) {
      packed.before.set(state);
      packed.beforeRoot.tree.restore();
      if (!packed.isEnabled(index)) continue;
      packed.apply(index);
      edges.push({ instance: index, seen: this.seen(instance), to: this.numberOf(packed.after.slice()) });
    }
    return edges;
  }

  private seen(instance: Instance): Seen | null {
    const { beforeRoot, afterRoot, machine } = this.packed;
    const seen = machine.scenario.observe?.(beforeRoot.view as never, asStep(instance), afterRoot.view as never) ?? [];
    if (seen.length === 0) return null;
    const outcomes = [...new Set(seen.map(({ kind }) => kind).filter((kind) => kind !== CALL))];
    return {
      kind: outcomes.length === 0 ? CALL : outcomes.join(" and "),
      says: seen.map(({ says }) => says).join("; "),
      isCall: seen.some(({ kind }) => kind === CALL),
    };
  }

  private numberOf(state: Int32Array): number {
    const key = String.fromCharCode(...new Uint16Array(state.buffer));
    const found = this.numbers.get(key);
    if (found !== undefined) return found;
    this.numbers.set(key, this.states.push(state) - 1);
    return this.states.length - 1;
  }
}
