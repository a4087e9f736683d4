/**
 * The expander: from a state, every enabled step, its successor and the properties judged on it. The first states are
 * expanded by the model's own code; later ones mostly by what was learnt from it (`memo/`).
 */
import type { Machine } from "../machine/machine.js";
import { directExpander } from "./direct.js";
import type { Counters, Expander, ExpanderEvents } from "./expansion.js";
import { type BlockEvents, BlockExpander } from "./memo/block.js";
import { memoExpander } from "./memo/expander.js";
import { type JudgeEvents, StateJudge } from "./memo/judge.js";
import { Lessons, USUAL } from "./memo/lessons.js";
import type { LessonMemory } from "./memo/shared-lessons.js";
import type { Batch } from "./memo/steps.js";
import type { PackedMachine } from "./packed.js";

/** Makes the expander of a machine, for states one at a time. */
export function expanderOf(packed: PackedMachine, events: ExpanderEvents): Expander {
  const counters = countersOf(packed.machine);
  const direct = directExpander(packed, events, counters);
  return { ...counters, ...memoExpander(packed, events, counters, direct) };
}

/** The expander for blocks of states, and the judge of what is new among their successors. */
export interface BlockWork {
  readonly counters: Counters;
  readonly block: BlockExpander;
  readonly judge: StateJudge;
  /** Bytes that what was learnt takes. */
  bytes(): number;
  /** Shares what was and will be learnt with another thread; `null` when there is no memory for that. */
  share(): LessonMemory | null;
}

/**
 * Makes the expander of a machine, for blocks of states, whose successors go into a batch.
 * @param shared what another thread shares with this one
 * @param mostLearnt bytes beyond which nothing more is learnt
 */
export function blockExpanderOf(
  packed: PackedMachine,
  batch: Batch,
  events: BlockEvents & JudgeEvents,
  shared: LessonMemory | null,
  mostLearnt?: number,
): BlockWork {
  const counters = countersOf(packed.machine);
  const direct = directExpander(packed, { ...events, successor: () => block.successor() }, counters);
  const lessons = new Lessons(packed, counters, direct, shared, mostLearnt);
  // Who is helped has learnt already, and a machine that is small has no helpers.
  const options = shared === null ? USUAL : { ...USUAL, firstDirect: 0 };
  const block = new BlockExpander(lessons, batch, events, options);
  const judge = new StateJudge(lessons, batch, events, options);
  return { counters, block, judge, bytes: () => lessons.bytes, share: () => lessons.learner.share() };
}

const countersOf = ({ actions, properties }: Machine): Counters => ({
  fired: new Float64Array(actions.length),
  exercised: new Float64Array(properties.length),
  decided: new Uint8Array(properties.length),
});
