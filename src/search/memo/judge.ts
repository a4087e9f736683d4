/**
 * Judges new states, many at a time: each part of a property judges all of them before the next, so that what was learnt
 * of it is loaded once. What is told does not depend on the order (see `finding.ts`), nor on what was known.
 */
import { StepFailure } from "../expansion.js";
import { SPARE, type Walks, walksOf } from "./lanes.js";
import type { Lessons, MemoOptions } from "./lessons.js";
import { isBad, isExercised, NOTHING } from "./outcome.js";
import type { Batch } from "./steps.js";

/** What is told of new states: those in `packed.after`. */
export interface JudgeEvents {
  badState(property: number): void;
  /** A judgement of the state that fails. */
  failedState(message: string): void;
}

const ONE = new Int32Array(1);

/** Judges the states of a batch. */
export class StateJudge {
  private outcomes = new Int32Array(0);
  private found = new Int32Array(0);
  private readonly leavesOf: Walks<Int32Array>;

  constructor(
    private readonly lessons: Lessons,
    private readonly batch: Batch,
    private readonly events: JudgeEvents,
    private readonly options: MemoOptions,
  ) {
    this.leavesOf = walksOf(lessons.packed.words);
  }

  /** Judges `count` states of the batch: those with the numbers in `fresh`. */
  judge(fresh: Int32Array, count: number): void {
    const { batch, lessons, options } = this;
    const { learner } = lessons;
    if (this.outcomes.length < count) {
      this.outcomes = new Int32Array(2 * count);
      this.found = new Int32Array(2 * count + SPARE);
    }
    const { outcomes, found } = this;
    const learning = lessons.statesJudged >= options.firstDirect;
    const checked = Math.floor(lessons.statesJudged / options.betweenChecks);
    lessons.statesJudged += count;
    const checking = Math.floor(lessons.statesJudged / options.betweenChecks) > checked;
    for (const j of lessons.stateProperties) {
      if (lessons.isOver(j)) continue;
      outcomes.fill(learning ? NOTHING : 0, 0, count);
      for (let part = learning ? (learner.parts[j] as number) : 0; part-- > 0; ) {
        this.leavesOf(learner.trie.nodes, (learner.states[j] as number) + part, batch.words, fresh, 0, count, found);
        // Both what is exercised and what is broken are told by bits that are 0; what is not known is 0 altogether.
        for (let c = 0; c < count; c++)
          outcomes[c] =
            (outcomes[c] as number) &
            ((found[c] as number) || (outcomes[c] === 0 ? 0 : this.unknownState(j, part, fresh[c] as number)));
      }
      this.count(j, fresh, count);
      if (checking && learning && outcomes[0] !== 0) {
        this.load(fresh[0] as number);
        this.guardedState(() => lessons.checkState(j, outcomes[0] as number));
      }
    }
  }

  /** Judges a state that is not in the batch, which has room behind what is in it. */
  judgeOne(state: Int32Array): void {
    this.batch.words.set(state, this.batch.count * state.length);
    ONE[0] = this.batch.count;
    this.judge(ONE, 1);
  }

  /** Counts and tells what a property had to say, and asks the direct expander where it was not known. */
  private count(property: number, fresh: Int32Array, count: number): void {
    const { outcomes, lessons } = this;
    const { exercised, decided } = lessons.counters;
    for (let c = 0; c < count; c++) {
      const outcome = outcomes[c] as number;
      if (outcome === NOTHING || lessons.isOver(property)) continue;
      if (outcome === 0) {
        this.load(fresh[c] as number);
        this.guardedState(() => lessons.direct.judgeState(property));
        continue;
      }
      if (isExercised(outcome)) exercised[property] = (exercised[property] as number) + 1;
      if (!isBad(outcome) || decided[property] === 1) continue;
      this.load(fresh[c] as number);
      this.events.badState(property);
    }
  }

  private unknownState(property: number, part: number, place: number): number {
    this.load(place);
    return this.guardedState(() => this.lessons.state(property, part)) ?? 0;
  }

  private guardedState<T>(body: () => T): T | null {
    const { packed } = this.lessons;
    const state = packed.after.slice();
    try {
      return body();
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      packed.after.set(state);
      this.events.failedState(error.message);
      return null;
    }
  }

  private load(place: number): void {
    const { after, words } = this.lessons.packed;
    for (let w = 0; w < words; w++) after[w] = this.batch.words[place * words + w] as number;
  }
}
