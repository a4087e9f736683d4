/**
 * The memoising expander, for blocks of states: each instance is taken from all states of the block that may take it
 * before the next, so that what was learnt of it is loaded once. What is told does not depend on the order (see
 * `finding.ts`), nor on what was known.
 */
import { WROTE } from "../../machine/answers.js";
import { StepFailure } from "../expansion.js";
import { BLOCK } from "../store.js";
import { Dispatch } from "./dispatch.js";
import type { Lessons, MemoOptions } from "./lessons.js";
import { type Batch, FAILED, type Take, takingBlocks } from "./steps.js";

/** What is told of a block. States are those in the buffers of the packed machine. */
export interface BlockEvents {
  badStep(property: number, instance: number): void;
  /** A step from `packed.before` that fails, or the judgement of it. */
  failedStep(instance: number, message: string): void;
  /** Model code wrote to `packed.before`, which is whole again. */
  wrote(message: string): void;
}

/** Expands states by the block. */
export class BlockExpander {
  /** The states of the block, one behind the other. */
  readonly states: Int32Array;
  /** By state, its key. */
  readonly keys = new Int32Array(BLOCK);
  /** By state, how many steps leave it; one that fails counts. */
  readonly steps = new Int32Array(BLOCK);
  private readonly words: number;
  private readonly dispatch: Dispatch;
  private readonly candidates: Int32Array;
  /** By instance, the states that may take it, and how many there are. */
  private readonly members: Uint8Array;
  private readonly counts: Int32Array;
  private readonly take: Take;
  private expanded = 0;
  /** The state whose steps the direct expander takes. */
  private current = 0;

  constructor(
    private readonly lessons: Lessons,
    private readonly batch: Batch,
    private readonly events: BlockEvents,
    private readonly options: MemoOptions,
  ) {
    const { packed, counters, learner, sometimes, actionOf } = lessons;
    this.words = packed.words;
    this.states = new Int32Array(BLOCK * packed.words);
    this.dispatch = new Dispatch(actionOf.length);
    this.candidates = new Int32Array(this.dispatch.words);
    this.members = new Uint8Array(actionOf.length * BLOCK);
    this.counts = new Int32Array(actionOf.length);
    this.take = takingBlocks(packed.words, {
      trie: learner.trie,
      leaves: learner.leaves,
      roots: learner.steps,
      betweenChecks: options.betweenChecks,
      sometimes,
      counters,
      states: this.states,
      keys: this.keys,
      steps: this.steps,
      batch,
      on: {
        unknown: (instance, s) => this.unknown(instance, s),
        judgement: (property, instance, s, leaf, slot) => {
          this.loadStep(s);
          return this.guarded(s, FAILED, () => lessons.judgement(property, instance, leaf, slot));
        },
        check: (instance, s, leaf) => {
          this.loadStep(s);
          return this.guarded(s, false, () => {
            lessons.checkStep(instance, leaf);
            return true;
          });
        },
        bad: (property, instance, s) => {
          this.loadStep(s);
          events.badStep(property, instance);
        },
      },
    });
  }

  /** Takes a successor that the direct expander has made. */
  successor(): void {
    const { batch, words } = this;
    batch.words.set(this.lessons.packed.after, batch.count * words);
    batch.keys[batch.count++] = this.keys[this.current] as number;
  }

  /** Expands the first `count` states of the block. */
  expand(count: number): void {
    const { lessons, options, dispatch, candidates, members, counts } = this;
    const { actionOf, decisions } = lessons;
    this.steps.fill(0, 0, count);
    const first = Math.max(0, Math.min(count, options.firstDirect - this.expanded));
    for (let s = 0; s < first; s++) this.directly(s, 0, counts.length);
    const checks = Math.floor(this.expanded / options.betweenChecks);
    this.expanded += count;
    if (first === count) return;
    if (Math.floor(this.expanded / options.betweenChecks) > checks) {
      const s = first + (checks % (count - first));
      this.load(s);
      this.guarded(s, undefined, () => lessons.checkRefused());
    }
    dispatch.refresh(lessons);
    counts.fill(0);
    for (let s = first; s < count; s++) {
      dispatch.nominate(this.states, s * this.words, candidates);
      for (let c = 0; c < candidates.length; c++)
        for (let left = candidates[c] as number; left !== 0; left &= left - 1) {
          const instance = (c << 5) + 31 - Math.clz32(left & -left);
          const nth = counts[instance] as number;
          counts[instance] = nth + 1;
          members[instance * BLOCK + nth] = s;
        }
    }
    for (let i = 0; i < counts.length; i++) {
      const many = counts[i] as number;
      if (many === 0) continue;
      const action = actionOf[i] as number;
      decisions[action] = (decisions[action] as number) + many;
      this.take(i, action, members, i * BLOCK, i * BLOCK + many);
    }
    for (let s = 0; s < count; s++) lessons.stepsJudged += this.steps[s] as number;
  }

  private unknown(instance: number, s: number): number {
    this.load(s);
    const leaf = this.guarded(s, 0, () => this.lessons.step(instance));
    if (leaf === 0) this.directly(s, instance, instance + 1);
    return leaf;
  }

  /** Has the direct expander take the instances `from` to `to` (exclusive) of a state, one by one: some may fail. */
  private directly(s: number, from: number, to: number): void {
    const { steps, lessons } = this;
    this.load(s);
    for (let instance = from; instance < to; instance++) {
      const taken = this.guarded(s, 0, () => lessons.direct.expand(instance, instance + 1)); // which may count a failure
      steps[s] = (steps[s] as number) + taken;
    }
  }

  /** Runs model code on a state's steps; what fails is told, and answered with `otherwise`. */
  private guarded<T>(s: number, otherwise: T, body: () => T): T {
    try {
      return body();
    } catch (error) {
      this.failed(s, error);
      return otherwise;
    } finally {
      this.mend(s);
    }
  }

  private failed(s: number, error: unknown): void {
    if (!(error instanceof StepFailure)) throw error;
    this.mend(s);
    this.steps[s] = (this.steps[s] as number) + 1;
    this.events.failedStep(error.instance, error.message);
  }

  /** The state before a step is as it was, whatever model code did to it. */
  private mend(s: number): void {
    const { before } = this.lessons.packed;
    for (let w = 0; w < this.words; w++)
      if (before[w] !== this.states[s * this.words + w]) {
        this.load(s);
        this.events.wrote(WROTE);
      }
  }

  /** Puts a state of the block before the step: into `packed.before`. */
  load(s: number): void {
    const { before } = this.lessons.packed;
    for (let w = 0; w < this.words; w++) before[w] = this.states[s * this.words + w] as number;
    this.current = s;
  }

  /** Puts a state of the block before the step, and the successor that is being made of it after it. */
  private loadStep(s: number): void {
    this.load(s);
    const { after } = this.lessons.packed;
    const o = this.batch.count * this.words;
    for (let w = 0; w < this.words; w++) after[w] = this.batch.words[o + w] as number;
  }
}
