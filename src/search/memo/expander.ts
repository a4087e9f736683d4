/**
 * The memoising expander: a step whose guard and effect were seen to decide by certain bits alone is not run again in
 * another state that agrees on them; its changes are carried over. What is met for the first time is learnt; what does
 * not repeat itself often enough is left to the direct expander. Now and then a step that is known is run all the same,
 * and compared: model code that is not a pure function is a model error, not a wrong verdict.
 */
import type { DirectExpander } from "../direct.js";
import { type Counters, type Expander, type ExpanderEvents, StepFailure } from "../expansion.js";
import type { PackedMachine } from "../packed.js";
import { Dispatch } from "./dispatch.js";
import { DISABLED, Learner } from "./learner.js";
import { copiesIn, isChange, judgementsIn, setsIn } from "./leaves.js";
import { either, isBad, isExercised, NOTHING, outcomeOf } from "./outcome.js";
import { Thrift } from "./thrift.js";
import { Impure, leafFor } from "./trie.js";

/** States that are expanded without learning: small machines never pay for it. */
const FIRST_DIRECT = 256;
/** Steps between two that are run although they are known. */
const BETWEEN_CHECKS = 4096;
/** When learning begins and how often it is checked. */
export interface MemoOptions {
  readonly firstDirect: number;
  readonly betweenChecks: number;
}
const USUAL: MemoOptions = { firstDirect: FIRST_DIRECT, betweenChecks: BETWEEN_CHECKS };
/** Lessons between two refreshments of the dispatch: few at first, when every lesson tells much. */
const FIRST_REFRESH = 64;
const LAST_REFRESH = 4096;

/** Makes the expander. */
export function memoExpander(
  packed: PackedMachine,
  events: ExpanderEvents,
  counters: Counters,
  direct: DirectExpander,
  options: MemoOptions = USUAL,
): Pick<Expander, "expand" | "judge" | "bytes"> {
  const memo = new Memo(packed, events, counters, direct, options);
  return { expand: (from) => memo.expand(from), judge: () => memo.judge(), bytes: () => memo.bytes };
}

class Memo {
  private readonly learner: Learner;
  private readonly actionOf: Int32Array;
  private readonly stateProperties: readonly number[];
  /** 1 for a *sometimes*, whose exercise is of no interest once it is reached. */
  private readonly sometimes: Uint8Array;
  private readonly steps: Thrift;
  private readonly judgements: Thrift;
  private readonly states: Thrift;
  private judgings = 0;
  private readonly dispatch: Dispatch;
  /** The instances to look at in the state being expanded. */
  private readonly candidates: Int32Array;
  /** Lessons since the tables of the dispatch were made, and after how many they are made again. */
  private lessons = 0;
  private untilRefresh = FIRST_REFRESH;
  private expanded = 0;
  private judged = 0;
  private untilCheck: number;

  constructor(
    private readonly packed: PackedMachine,
    private readonly events: ExpanderEvents,
    private readonly counters: Counters,
    private readonly direct: DirectExpander,
    private readonly options: MemoOptions,
  ) {
    this.untilCheck = options.betweenChecks;
    const { machine } = packed;
    this.learner = new Learner(machine);
    this.dispatch = new Dispatch(machine.instances.length);
    this.candidates = new Int32Array(this.dispatch.words);
    this.actionOf = Int32Array.from(machine.instances, ({ actionIndex }) => actionIndex);
    this.stateProperties = machine.properties.flatMap(({ badState }, j) => (badState === null ? [] : [j]));
    this.sometimes = Uint8Array.from(machine.properties, ({ kind }) => (kind === "sometimes" ? 1 : 0));
    this.steps = new Thrift(machine.actions.length);
    this.judgements = new Thrift(machine.properties.length);
    this.states = new Thrift(machine.properties.length);
  }

  expand(from: number): number {
    const { length } = this.actionOf;
    if (this.expanded < this.options.firstDirect) {
      if (from === 0) this.expanded++;
      return this.direct.expand(from, length);
    }
    const { before, after, words } = this.packed;
    const { learner, actionOf, counters, events, sometimes } = this;
    const { fired, exercised, decided } = counters;
    const roots = learner.steps;
    let nodes = learner.trie.nodes;
    let leaves = learner.leaves.data;
    let steps = 0;
    if (from === 0 && ++this.expanded % this.options.betweenChecks === 0) this.checkRefused();
    const candidates = this.nominate(from);
    for (let c = from >>> 5; c < candidates.length; c++)
      for (let left = candidates[c] as number; left !== 0; left &= left - 1) {
        const i = (c << 5) + 31 - Math.clz32(left & -left);
        let at = leafFor(nodes, roots + i, before);
        if (at === DISABLED) continue;
        const action = actionOf[i] as number;
        if (at === 0) {
          at = this.learn(i);
          if (at === 0) steps += this.direct.expand(i, i + 1);
          nodes = learner.trie.nodes;
          leaves = learner.leaves.data;
          if (at === 0 || at === DISABLED) continue;
        }
        let place = DISABLED - at;
        const leaf = place;
        const header = leaves[place++] as number;
        for (let w = 0; w < words; w++) after[w] = before[w] as number;
        for (let n = setsIn(header); n > 0; n--, place += 3) {
          const w = leaves[place] as number;
          after[w] = ((after[w] as number) & (leaves[place + 1] as number)) | (leaves[place + 2] as number);
        }
        for (let n = copiesIn(header); n > 0; n--, place += 5) {
          const bits =
            ((before[leaves[place] as number] as number) >>> (leaves[place + 1] as number)) &
            (leaves[place + 2] as number);
          const w = leaves[place + 3] as number;
          after[w] = (after[w] as number) | (bits << (leaves[place + 4] as number));
        }
        if (--this.untilCheck === 0) this.check(i, leaf);
        fired[action] = (fired[action] as number) + 1;
        steps++;
        for (let n = judgementsIn(header); n > 0; n--, place += 2) {
          const j = leaves[place] as number;
          let outcome = leaves[place + 1] as number;
          if (outcome > 0) {
            outcome = leafFor(nodes, outcome, before);
            if (outcome === 0) {
              outcome = this.learnJudgement(j, i, leaf, leaves[place + 1] as number);
              nodes = learner.trie.nodes;
            }
          }
          // An outcome of nothing, and judgements that were made directly.
          if (outcome >= -1 || (sometimes[j] === 1 && decided[j] === 1)) continue;
          if (isExercised(outcome)) exercised[j] = (exercised[j] as number) + 1;
          if (isBad(outcome) && decided[j] === 0) events.badStep(j, i);
        }
        // A step that changes nothing leads to a state that is known.
        if (isChange(header)) {
          events.successor(i);
          nodes = learner.trie.nodes;
          leaves = learner.leaves.data;
        } else events.still?.(i);
      }
    return steps;
  }

  /** Bytes that what was learnt takes. */
  get bytes(): number {
    return this.learner.bytes;
  }

  /** The instances from `from` on that may be enabled. */
  private nominate(from: number): Int32Array {
    const { dispatch, candidates, learner } = this;
    if (this.lessons >= this.untilRefresh) {
      dispatch.refresh(learner.trie, learner.steps, DISABLED);
      this.lessons = 0;
      this.untilRefresh = Math.min(LAST_REFRESH, 2 * this.untilRefresh);
    }
    const { words, always, looks, places, masks } = dispatch;
    const { before } = this.packed;
    for (let w = 0; w < words; w++) candidates[w] = always[w] as number;
    for (let g = 0; g < looks.length; g++) {
      const look = looks[g] as number;
      const value = ((before[look >>> 9] as number) >>> ((look >>> 4) & 31)) & ((1 << (look & 15)) - 1);
      const place = (places[g] as number) + value * words;
      for (let w = 0; w < words; w++) candidates[w] = (candidates[w] as number) | (masks[place + w] as number);
    }
    if (from > 0) candidates[from >>> 5] = (candidates[from >>> 5] as number) & (-1 << (from & 31));
    return candidates;
  }

  judge(): void {
    const { counters, events, sometimes } = this;
    const { exercised, decided } = counters;
    const learning = this.judged++ >= this.options.firstDirect;
    const checking = this.judged % this.options.betweenChecks === 0;
    for (const j of this.stateProperties) {
      if (sometimes[j] === 1 && decided[j] === 1) continue;
      const outcome = learning ? this.known(j) : 0;
      if (outcome === 0) {
        this.direct.judgeState(j);
        continue;
      }
      if (checking && outcome !== this.ask(j)) throw new StepFailure(-1, new Impure().message);
      if (isExercised(outcome)) exercised[j] = (exercised[j] as number) + 1;
      if (isBad(outcome) && decided[j] === 0) events.badState(j);
    }
  }

  /** What all parts of a state property say of the state in `packed.after`; 0 when one is not known. */
  private known(property: number): number {
    const { trie, states, parts } = this.learner;
    const { after } = this.packed;
    const root = states[property] as number;
    let all = NOTHING;
    for (let part = parts[property] as number; part-- > 0; ) {
      const outcome = trie.find(root + part, after) || this.learnState(property, part);
      if (outcome === 0) return 0;
      all = either(all, outcome);
    }
    return all;
  }

  /** The leaf of a step that was not seen before, or 0 when the direct expander is to take it. */
  private learn(instance: number): number {
    const action = this.actionOf[instance] as number;
    if (!this.learner.open || !this.steps.isWorth(action, this.counters.fired[action] as number)) return 0;
    return this.lesson(instance, () => this.learner.step(instance, this.packed.before));
  }

  /** The outcome of a judgement that was not seen before, or 0 when it was made directly. */
  private learnJudgement(property: number, instance: number, leaf: number, slot: number): number {
    const outcome =
      this.learner.open && this.judgements.isWorth(property, this.judgings)
        ? this.lesson(instance, () => this.learner.judgement(property, instance, leaf, slot, this.packed))
        : 0;
    if (outcome === 0) this.direct.judgeStep(property, instance);
    return outcome;
  }

  /** What the model's own code says of the state in `packed.after`. */
  private ask(property: number): number {
    const { packed } = this;
    const before = packed.before.slice();
    packed.before.set(packed.after);
    try {
      return outcomeOf(packed.stateExercised(property), packed.badState(property));
    } catch {
      return 0;
    } finally {
      packed.before.set(before);
    }
  }

  private learnState(property: number, part: number): number {
    if (!this.learner.open || !this.states.isWorth(property, this.judged)) return 0;
    return this.lesson(-1, () => this.learner.state(property, part, this.packed.after));
  }

  private lesson(instance: number, learn: () => number): number {
    this.lessons++;
    try {
      return learn();
    } catch (error) {
      throw error instanceof Impure ? new StepFailure(instance, error.message) : error;
    }
  }

  /** Asks the guards that are known to refuse. */
  private checkRefused(): void {
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

  /** Runs a step that is known and judges it, and compares. */
  private check(instance: number, leaf: number): void {
    this.untilCheck = this.options.betweenChecks;
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
}
