/**
 * The memoising expander, for states one at a time: a step whose guard and effect were seen to decide by certain bits
 * alone is not run again in another state that agrees on them; its changes are carried over. What is met for the first
 * time is learnt; what does not repeat itself often enough is left to the direct expander.
 */
import type { DirectExpander } from "../direct.js";
import type { Counters, Expander, ExpanderEvents } from "../expansion.js";
import type { PackedMachine } from "../packed.js";
import { Dispatch } from "./dispatch.js";
import { Lessons, type MemoOptions, USUAL } from "./lessons.js";
import { either, isBad, isExercised, NOTHING } from "./outcome.js";
import { type Take, takingOne } from "./steps.js";

/** Makes the expander. */
export function memoExpander(
  packed: PackedMachine,
  events: ExpanderEvents,
  counters: Counters,
  direct: DirectExpander,
  options: MemoOptions = USUAL,
): Pick<Expander, "expand" | "judge" | "bytes"> {
  const memo = new Memo(new Lessons(packed, counters, direct), events, options);
  return { expand: (from) => memo.expand(from), judge: () => memo.judge(), bytes: () => memo.lessons.bytes };
}

/** The only member of a block of one. */
const ONE = new Uint8Array(1);

class Memo {
  private readonly dispatch: Dispatch;
  /** The instances to look at in the state being expanded. */
  private readonly candidates: Int32Array;
  private readonly take: Take;
  private expanded = 0;
  private steps = 0;

  constructor(
    readonly lessons: Lessons,
    private readonly events: ExpanderEvents,
    private readonly options: MemoOptions,
  ) {
    const { packed, counters, learner, sometimes, actionOf } = lessons;
    this.dispatch = new Dispatch(actionOf.length);
    this.candidates = new Int32Array(this.dispatch.words);
    this.take = takingOne(packed.words, {
      trie: learner.trie,
      leaves: learner.leaves,
      roots: learner.steps,
      betweenChecks: options.betweenChecks,
      sometimes,
      counters,
      before: packed.before,
      after: packed.after,
      on: {
        unknown: (instance) => {
          const leaf = lessons.step(instance);
          if (leaf === 0) this.steps += lessons.direct.expand(instance, instance + 1);
          return leaf;
        },
        judgement: (property, instance, _, leaf, slot) => lessons.judgement(property, instance, leaf, slot),
        check: (instance, _, leaf) => {
          lessons.checkStep(instance, leaf);
          return true;
        },
        bad: (property, instance) => events.badStep(property, instance),
      },
      successor: (instance) => {
        this.steps++;
        events.successor(instance);
      },
      still: (instance) => {
        this.steps++;
        events.still?.(instance);
      },
    });
  }

  expand(from: number): number {
    const { candidates, dispatch, lessons, options } = this;
    const { actionOf, decisions, direct, packed } = lessons;
    if (this.expanded < options.firstDirect) {
      if (from === 0) this.expanded++;
      return direct.expand(from, actionOf.length);
    }
    if (from === 0 && ++this.expanded % options.betweenChecks === 0) lessons.checkRefused();
    dispatch.refresh(lessons);
    dispatch.nominate(packed.before, 0, candidates);
    if (from > 0) candidates[from >>> 5] = (candidates[from >>> 5] as number) & (-1 << (from & 31));
    this.steps = 0;
    for (let c = from >>> 5; c < candidates.length; c++)
      for (let left = candidates[c] as number; left !== 0; left &= left - 1) {
        const instance = (c << 5) + 31 - Math.clz32(left & -left);
        const action = actionOf[instance] as number;
        decisions[action] = (decisions[action] as number) + 1;
        this.take(instance, action, ONE, 0, 1);
      }
    lessons.stepsJudged += this.steps;
    return this.steps;
  }

  judge(): void {
    const { events, lessons, options } = this;
    const { exercised, decided } = lessons.counters;
    const learning = lessons.statesJudged++ >= options.firstDirect;
    const checking = lessons.statesJudged % options.betweenChecks === 0;
    for (const j of lessons.stateProperties) {
      if (lessons.isOver(j)) continue;
      const outcome = learning ? this.known(j) : 0;
      if (outcome === 0) {
        lessons.direct.judgeState(j);
        continue;
      }
      if (checking) lessons.checkState(j, outcome);
      if (isExercised(outcome)) exercised[j] = (exercised[j] as number) + 1;
      if (isBad(outcome) && decided[j] === 0) events.badState(j);
    }
  }

  /** What all parts of a state property say of the state in `packed.after`; 0 when one is not known. */
  private known(property: number): number {
    const { learner, packed } = this.lessons;
    const root = learner.states[property] as number;
    let all = NOTHING;
    for (let part = learner.parts[property] as number; part-- > 0; ) {
      const outcome = learner.trie.find(root + part, packed.after) || this.lessons.state(property, part);
      if (outcome === 0) return 0;
      all = either(all, outcome);
    }
    return all;
  }
}
