/**
 * One thread's share of a search: it claims blocks of the frontier, expands their states, judges what is new, and keeps
 * the least finding of each kind. All threads run this code, the main thread between its other duties.
 */
import { messageOf } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import type { SpillPlan } from "./candidates.js";
import { type Control, cellOf, EXPANDED, LEARNT, STATES, STOP, TRANSITIONS } from "./control.js";
import type { Equivariance } from "./equivariance.js";
import { exactStore } from "./exact-store.js";
import { type BlockWork, blockExpanderOf } from "./expander.js";
import { type LevelFindings, NEW_STATE, ON_FRONTIER, ON_STEP } from "./finding.js";
import type { Fingerprints } from "./fingerprint.js";
import { Frontier, type LevelPlan } from "./frontier.js";
import { Intake, mostBatched } from "./intake.js";
import { type LossyStore, lossyStore } from "./lossy-store.js";
import type { BlockEvents } from "./memo/block.js";
import type { JudgeEvents } from "./memo/judge.js";
import type { LessonMemory } from "./memo/shared-lessons.js";
import type { Batch } from "./memo/steps.js";
import { Notes } from "./notes.js";
import { PackedMachine } from "./packed.js";
import type { Reduction } from "./reduction.js";
import { BLOCK, type ExactStore, type StateStore } from "./store.js";
import type { Counts, Numbers } from "./tally.js";

/** Why a thread paused: its time slice is over, nothing is left of the level, the store or the disk is full, or it was told to stop. */
export type Pause = "slice" | "done" | "room" | "disk" | "stopped";

/** What is noted of the parent of a new state: its hash, its number, or what is noted of that state itself. */
export type Keying = "hash" | "number" | "inherited";

/** What not every searcher is given. */
export interface More {
  /** What another thread of the search shares of what it has learnt. */
  readonly lessons?: LessonMemory | null;
  /** Bytes beyond which nothing more is learnt; those that share their lessons go by whoever was the first. */
  readonly mostLearnt?: number;
  /** Called for each new state: its batch, and its number there. */
  readonly onNew?: (batch: Batch, number: number) => void;
}

/** One thread of a search. */
export class Searcher {
  readonly packed: PackedMachine;
  readonly store: StateStore;
  /** The store, when it keeps all states. */
  readonly exact: ExactStore | null;
  private readonly lossy: LossyStore | null;
  keying: Keying = "hash";
  private readonly expander: BlockWork;
  private readonly frontier: Frontier;
  private readonly intake: Intake;
  private readonly notes: Notes;
  private states = 0;
  private expanded = 0;
  private transitions = 0;
  /** States examined before the search was interrupted. */
  private examinedBefore = 0;

  constructor(
    private readonly machine: Machine,
    private readonly control: Control,
    private readonly thread: number,
    private readonly reduction: Reduction | null,
    fingerprints: Fingerprints | null,
    { lessons = null, mostLearnt, onNew }: More = {},
  ) {
    this.packed = new PackedMachine(machine);
    const { words } = this.packed;
    const most = mostBatched(machine.instances.length);
    this.exact = fingerprints === null ? exactStore(words, control, most) : null;
    this.lossy = fingerprints === null ? null : lossyStore(words, control, most, fingerprints);
    this.store = this.exact ?? (this.lossy as LossyStore);
    this.frontier = new Frontier(this.store, words, control);
    this.notes = new Notes(machine.properties.length);
    const { packed, notes } = this;
    this.intake = new Intake(this.store, words, thread, reduction?.canonicaliser ?? null, most, (fresh, count) => {
      this.states += count;
      this.expander.judge.judge(fresh, count);
      if (onNew !== undefined) for (let n = 0; n < count; n++) onNew(this.intake.batch, fresh[n] as number);
    });
    const events: BlockEvents & JudgeEvents = {
      badStep: (property, instance) => notes.found(property, ON_STEP, packed.before, instance),
      badState: (property) => notes.found(property, NEW_STATE, packed.after, -1),
      failedStep: (instance, message) => notes.failed(ON_STEP, packed.before, instance, message),
      wrote: (message) => notes.failed(ON_FRONTIER, packed.before, -1, message),
      failedState: (message) => notes.failed(NEW_STATE, packed.after, -1, message),
    };
    this.expander = blockExpanderOf(packed, this.intake.batch, events, lessons, mostLearnt);
  }

  /** Shares what was and will be learnt of the machine with another thread, if it can; not while this one works. */
  shareLessons(): LessonMemory | null {
    return this.expander.share();
  }

  /** Turns to a level; everything of the last one must be done. */
  begin(plan: LevelPlan): void {
    this.frontier.begin(plan);
    this.expander.counters.decided.set(plan.decided);
    this.notes.clear();
    this.expanded = 0;
    this.reduction?.equivariance?.begin(plan.states);
    this.store.beginLevel(plan.endBlock * BLOCK);
  }

  /** From now on, successors that are not in memory are collected for the disk. */
  spill(plan: SpillPlan): void {
    this.intake.spill(plan);
  }

  /** The files that hold what this thread has collected in a level; `null` when they cannot be written. */
  collected(): string[] | null {
    return this.intake.collected();
  }

  /** What went wrong when the disk was written to; `null` when nothing did. */
  get diskTrouble(): string | null {
    return this.intake.diskTrouble;
  }

  /** Counts and judges a state that turned out to be new at the end of a level. */
  addFromDisk(words: Int32Array): void {
    this.states++;
    this.expander.judge.judgeOne(words);
    this.publish();
  }

  /** Goes on counting from where another search was interrupted. */
  restore(
    counts: { readonly fired: readonly number[]; readonly exercised: readonly number[]; readonly examined: number },
    numbers: Numbers,
  ): void {
    this.expander.counters.fired.set(counts.fired);
    this.expander.counters.exercised.set(counts.exercised);
    this.examinedBefore = counts.examined;
    this.states = numbers.states;
    this.transitions = numbers.transitions;
    this.expanded = numbers.expanded;
    this.publish();
  }

  /** Closes the files that are open. */
  close(): void {
    this.frontier.close();
  }

  /** Adds and judges the state that the search begins with: the initial one. @throws ModelError when it cannot be made */
  addFirst(state = this.packed.initial()): void {
    this.intake.keep(state, 0);
    this.intake.drain();
    this.publish();
  }

  /** Works until a time (of `performance.now`), or until there is a reason to pause. */
  work(until: number): Pause {
    const { intake, frontier } = this;
    for (;;) {
      if (intake.due && !intake.drain()) return this.full();
      if (frontier.some) {
        this.next();
        continue;
      }
      this.publish();
      if (Atomics.load(this.control.cells, STOP) !== 0) return intake.drain() ? this.pause("stopped") : this.full();
      if (!frontier.claim()) return intake.drain() ? this.pause("done") : this.full();
      if (performance.now() >= until) return "slice";
    }
  }

  private full(): Pause {
    return this.pause(this.diskTrouble === null ? "room" : "disk");
  }

  private pause(why: Pause): Pause {
    if (why === "room" || why === "disk") Atomics.store(this.control.cells, STOP, 1);
    this.publish();
    return why;
  }

  private publish(): void {
    const { progress } = this.control;
    progress[cellOf(this.thread, STATES)] = this.states;
    progress[cellOf(this.thread, TRANSITIONS)] = this.transitions;
    progress[cellOf(this.thread, EXPANDED)] = this.expanded;
    progress[cellOf(this.thread, LEARNT)] = this.expander.bytes();
  }

  /** What was found in this level so far. */
  findingsSoFar(): LevelFindings {
    return this.notes.all();
  }

  /** What was counted since the search began. */
  counts(): Counts {
    const { fired, exercised } = this.expander.counters;
    const examined = this.examinedBefore + (this.reduction?.equivariance?.examined ?? 0);
    return { fired, exercised, states: this.states, examined, told: this.lossy?.told ?? 0 };
  }

  /** Expands what is left of a block. */
  private next(): void {
    const { frontier, packed, reduction } = this;
    const { block } = this.expander;
    let count = 0;
    for (; frontier.some; frontier.advance(), count++) {
      frontier.load(block.states, count * packed.words);
      block.keys[count] = this.keyOf(count);
      if (reduction?.equivariance != null) this.examine(reduction.equivariance, count);
    }
    block.expand(count);
    for (let s = 0; s < count; s++) {
      const steps = block.steps[s] as number;
      if (steps === 0) this.stop(s);
      this.transitions += steps;
    }
    this.expanded += count;
  }

  /** The key of the state at hand, which is number `s` of the block. */
  private keyOf(s: number): number {
    const { frontier, keying, packed, store } = this;
    if (keying === "hash") return store.hash(this.expander.block.states, s * packed.words);
    return keying === "number" ? frontier.number : store.key(frontier.number);
  }

  /** Samples whether interchangeable ids are. */
  private examine(equivariance: Equivariance, s: number): void {
    const { before } = this.packed;
    this.expander.block.load(s);
    if (!equivariance.chooses(before)) return;
    const problem = equivariance.examine(before);
    if (problem !== null) this.notes.failed(ON_FRONTIER, before, -1, problem);
  }

  /** A state without successors. */
  private stop(s: number): void {
    const { before } = this.packed;
    if (!this.machine.scenario.deadlocks) return;
    this.expander.block.load(s);
    try {
      if (!this.packed.isFinal()) this.notes.stopped(before);
    } catch (error) {
      this.notes.failed(ON_FRONTIER, before, -1, messageOf(error));
    }
  }
}
