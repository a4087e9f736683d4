/**
 * What the expanders of learnt steps have learnt, and what they do when they meet something new: learn it when that is
 * worth it, or leave it to the direct expander. Now and then something that is known is asked again and compared: model
 * code that is not a pure function is a model error, not a wrong verdict.
 *
 * States are those in the buffers of the packed machine.
 */
import type { DirectExpander } from "../direct.js";
import { type Counters, StepFailure } from "../expansion.js";
import type { PackedMachine } from "../packed.js";
import { DISABLED, Learner } from "./learner.js";
import { NOTHING, outcomeOf } from "./outcome.js";
import type { LessonMemory } from "./shared-lessons.js";
import { Thrift } from "./thrift.js";
import { Impure } from "./trie.js";

/** States that are expanded without learning: small machines never pay for it. */
const FIRST_DIRECT = 256;
/** Steps between two that are run although they are known. */
const BETWEEN_CHECKS = 4096;
/** When learning begins and how often it is checked. */
export interface MemoOptions {
  readonly firstDirect: number;
  readonly betweenChecks: number;
}
/** What searches use. */
export const USUAL: MemoOptions = { firstDirect: FIRST_DIRECT, betweenChecks: BETWEEN_CHECKS };

/** What one thread makes of lessons. */
export class Lessons {
  readonly learner: Learner;
  readonly actionOf: Int32Array;
  /** The properties that judge states. */
  readonly stateProperties: readonly number[];
  /** 1 for a *sometimes*, whose exercise is of no interest once it is reached. */
  readonly sometimes: Uint8Array;
  /** By action, how often its guard was to be decided. */
  readonly decisions: Float64Array;
  /** How many steps were judged, and how many states. */
  stepsJudged = 0;
  statesJudged = 0;
  private readonly steps: Thrift;
  private readonly judgements: Thrift;
  private readonly states: Thrift;

  constructor(
    readonly packed: PackedMachine,
    readonly counters: Counters,
    readonly direct: DirectExpander,
    shared: LessonMemory | null = null,
    mostBytes?: number,
  ) {
    const { machine } = packed;
    this.learner = new Learner(machine, shared, mostBytes);
    this.actionOf = Int32Array.from(machine.instances, ({ actionIndex }) => actionIndex);
    this.stateProperties = machine.properties.flatMap(({ badState }, j) => (badState === null ? [] : [j]));
    this.sometimes = Uint8Array.from(machine.properties, ({ kind }) => (kind === "sometimes" ? 1 : 0));
    this.decisions = new Float64Array(machine.actions.length);
    this.steps = new Thrift(machine.actions.length);
    this.judgements = new Thrift(machine.properties.length);
    this.states = new Thrift(machine.properties.length);
  }

  /** Bytes that what was learnt takes. */
  get bytes(): number {
    return this.learner.bytes;
  }

  /** Whether a property needs no judging: a *sometimes* that was reached. */
  isOver(property: number): boolean {
    return this.sometimes[property] === 1 && this.counters.decided[property] === 1;
  }

  /** The leaf of a step from `packed.before` that was not seen before, or 0 when the direct expander has to take it. */
  step(instance: number): number {
    const action = this.actionOf[instance] as number;
    if (!this.learner.open || !this.steps.isWorth(action, this.decisions[action] as number)) return 0;
    return this.lesson(instance, () => this.learner.step(instance, this.packed.before));
  }

  /** The outcome of a judgement on the step in the buffers that was not seen before, or 0 when it was made directly. */
  judgement(property: number, instance: number, leaf: number, slot: number): number {
    const outcome =
      this.learner.open && this.judgements.isWorth(property, this.stepsJudged)
        ? this.lesson(instance, () => this.learner.judgement(property, instance, leaf, slot, this.packed))
        : 0;
    if (outcome === 0) this.direct.judgeStep(property, instance);
    return outcome;
  }

  /** What a part of a state property says of `packed.after`, which was not seen before; 0 when that is not worth learning. */
  state(property: number, part: number): number {
    if (!this.learner.open || !this.states.isWorth(property, this.statesJudged)) return 0;
    return this.lesson(-1, () => this.learner.state(property, part, this.packed.after));
  }

  private lesson(instance: number, learn: () => number): number {
    try {
      return learn();
    } catch (error) {
      throw error instanceof Impure ? new StepFailure(instance, error.message) : error;
    }
  }

  /** Asks the guards that are known to refuse in `packed.before`. @throws StepFailure when one does not */
  checkRefused(): void {
    const { packed, learner } = this;
    for (let i = 0; i < this.actionOf.length; i++)
      if (learner.trie.find(learner.steps + i, packed.before) === DISABLED && !this.refuses(i))
        throw new StepFailure(i, new Impure().message);
  }

  /** Whether a guard refuses; one that throws does not. */
  private refuses(instance: number): boolean {
    try {
      return !this.packed.isEnabled(instance);
    } catch {
      return false;
    }
  }

  /** Takes a step that is known from `packed.before`, judges it, and compares with `packed.after`. @throws StepFailure */
  checkStep(instance: number, leaf: number): void {
    const { packed } = this;
    const learnt = packed.after.slice();
    if (!this.agrees(instance, leaf, learnt)) throw new StepFailure(instance, new Impure().message);
    packed.after.set(learnt);
  }

  private agrees(instance: number, leaf: number, learnt: Int32Array): boolean {
    const { packed, learner } = this;
    try {
      if (!packed.isEnabled(instance)) return false;
      packed.apply(instance);
      if (learnt.some((word, w) => word !== packed.after[w])) return false;
      const outcomes = learner.outcomes(leaf, packed.before);
      return packed.machine.properties.every((_, j) => {
        const outcome = outcomes.get(j) ?? NOTHING;
        return outcome === 0 || outcome === outcomeOf(packed.stepExercised(j, instance), packed.badStep(j, instance));
      });
    } catch {
      return false; // what threw nothing before is not a function of the state either
    }
  }

  /** Asks the model's own code about `packed.after`, and compares. @throws StepFailure */
  checkState(property: number, outcome: number): void {
    const { packed } = this;
    const before = packed.before.slice();
    packed.before.set(packed.after);
    let asked = 0;
    try {
      asked = outcomeOf(packed.stateExercised(property), packed.badState(property));
    } catch {
      // Told below.
    } finally {
      packed.before.set(before);
    }
    if (asked !== outcome) throw new StepFailure(-1, new Impure().message);
  }
}
