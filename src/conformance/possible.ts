/**
 * The set of states in which a machine can be, as far as an observer knows. Each comes with what the observer keeps in mind
 * about the world there (its *memory*: which call is under way, which descriptor is which), and with a way to get there.
 */
import { UsageError } from "../machine/errors.js";
import type { Instance, Machine } from "../machine/machine.js";
import { PackedMachine } from "../search/packed.js";

/** A step as the observer judges it: the states before and after are read-only views, dead after the call. */
export interface SeenStep {
  readonly before: unknown;
  readonly instance: Instance;
  readonly after: unknown;
}

/** One state in which the machine can be, and how it can have got there. */
export interface Possibility<M> {
  readonly words: Int32Array;
  readonly memory: M;
  /** The possibility one step (or one observation) before; `null` at the start. */
  readonly from: Possibility<M> | null;
  /** Index of the instance that led here; `null` when only the memory changed. */
  readonly instance: number | null;
}

/** An answer to "does this fit?": the memory from there on, or in words why it does not. */
export type Fit<M> = { readonly memory: M } | { readonly why: string };

/** What an observer makes of steps: both functions are pure. */
export interface StepRule<M> {
  /** Whether a step can fit at all; asked before its guard, and so what refusals are explained by. */
  readonly about: (memory: M, instance: Instance) => boolean;
  /** Whether an enabled step fits. */
  readonly fits: (memory: M, step: SeenStep) => Fit<M>;
}

/** Whether a state, looked at without taking a step, fits what was observed. */
export type MomentRule<M> = (memory: M, state: unknown) => Fit<M>;

/** How a set of possible states is made. */
export interface PossibleOptions<M> {
  /** The executor, when one for the machine is at hand. Only calls of these objects may use it meanwhile. */
  readonly packed?: PackedMachine;
  /** What the observer keeps in mind at the start. */
  readonly memory: M;
  /** Two memories with the same key are the same. */
  readonly key: (memory: M) => string;
  /** The most possible states at a time. Default 100,000. */
  readonly limit?: number;
}

/** The states that are possible after what was observed so far. */
export class PossibleStates<M> {
  readonly packed: PackedMachine;
  private known = new Map<string, Possibility<M>>();
  private readonly key: (memory: M) => string;
  private readonly limit: number;

  /** At the start: the initial state only. @throws ModelError when it cannot be made */
  constructor(
    readonly machine: Machine,
    { memory, key, limit = 100_000, packed = new PackedMachine(machine) }: PossibleOptions<M>,
  ) {
    this.packed = packed;
    this.key = key;
    this.limit = limit;
    this.add(this.known, { words: this.packed.initial(), memory, from: null, instance: null });
  }

  /** All of them, in the order in which they were found. */
  get all(): readonly Possibility<M>[] {
    return [...this.known.values()];
  }

  get size(): number {
    return this.known.size;
  }

  /** Goes on from other possibilities: those of an earlier moment, or of another set for the same machine. */
  restart(all: readonly Possibility<M>[]): void {
    this.known = new Map();
    for (const one of all) this.add(this.known, one);
  }

  /**
   * Adds every state that is reached by steps nobody sees.
   * @throws UsageError `too-many-possibilities` beyond the limit
   * @throws ModelError when model code throws
   */
  close(hidden: StepRule<M>): void {
    // A map is walked over what is added meanwhile as well.
    for (const from of this.known.values())
      for (const next of this.successors(from, hidden)) this.add(this.known, next);
  }

  /**
   * Keeps the states in which a step can be taken that fits, and takes it.
   * @returns whether there are any; otherwise the set stays as it is
   * @throws UsageError `too-many-possibilities` beyond the limit
   * @throws ModelError when model code throws
   */
  take(seen: StepRule<M>): boolean {
    const next = new Map<string, Possibility<M>>();
    for (const from of this.known.values()) for (const one of this.successors(from, seen)) this.add(next, one);
    return this.replace(next);
  }

  /**
   * Keeps the states that fit what was observed.
   * @returns whether there are any; otherwise the set stays as it is
   */
  observe(seen: MomentRule<M>): boolean {
    const next = new Map<string, Possibility<M>>();
    for (const from of this.known.values()) {
      this.packed.before.set(from.words);
      this.packed.beforeRoot.tree.restore();
      const fit = seen(from.memory, this.packed.beforeRoot.view);
      if ("memory" in fit) this.add(next, { words: from.words, memory: fit.memory, from, instance: null });
    }
    return this.replace(next);
  }

  private *successors(from: Possibility<M>, rule: StepRule<M>): Generator<Possibility<M>> {
    const { packed } = this;
    for (const [index, instance] of this.machine.instances.entries()) {
      if (!rule.about(from.memory, instance)) continue;
      packed.before.set(from.words);
      packed.beforeRoot.tree.restore();
      if (!packed.isEnabled(index)) continue;
      packed.apply(index);
      const fit = rule.fits(from.memory, { before: packed.beforeRoot.view, instance, after: packed.afterRoot.view });
      if ("memory" in fit) yield { words: packed.after.slice(), memory: fit.memory, from, instance: index };
    }
  }

  private add(to: Map<string, Possibility<M>>, one: Possibility<M>): void {
    const key = `${one.words.join()};${this.key(one.memory)}`;
    if (to.has(key)) return;
    if (to.size >= this.limit)
      throw new UsageError(
        "too-many-possibilities",
        `more than ${this.limit} states possible: too little was observed to tell them apart`,
      );
    to.set(key, one);
  }

  private replace(next: Map<string, Possibility<M>>): boolean {
    if (next.size === 0) return false;
    this.known = next;
    return true;
  }
}
