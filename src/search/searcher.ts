/**
 * One thread's share of a search: it claims blocks of the frontier, expands their states, judges what is new, and keeps
 * the least finding of each kind. All threads run this code, the main thread between its other duties.
 */
import { messageOf, WROTE } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import { type Control, cellOf, EXPANDED, NEXT_SLICE, STATES, STOP, TRANSITIONS } from "./control.js";
import { expanderOf } from "./expander.js";
import { type Expander, StepFailure } from "./expansion.js";
import {
  type Failure,
  type Finding,
  type LevelFindings,
  NEW_STATE,
  ON_FRONTIER,
  ON_STEP,
  precedes,
} from "./finding.js";
import { PackedMachine } from "./packed.js";
import { BLOCK, exactStore, NO_ROOM, SEEN, type StateStore } from "./store.js";

/** Successors that are looked up together. */
const BATCH = 1 << 10;

/** One level of the search: the blocks whose states are to be expanded. */
export interface LevelPlan {
  readonly firstBlock: number;
  readonly endBlock: number;
  /** 1 for the properties that need no further judging. */
  readonly decided: Uint8Array;
}

/** Why a thread paused: its time slice is over, nothing is left of the level, the store is full, or it was told to stop. */
export type Pause = "slice" | "done" | "room" | "stopped";

/** What a thread has counted since the search began. */
export interface Counts {
  readonly fired: Float64Array;
  readonly exercised: Float64Array;
  /** Distinct states that this thread added. */
  readonly states: number;
}

/** One thread of a search. */
export class Searcher {
  readonly packed: PackedMachine;
  readonly store: StateStore;
  private readonly expander: Expander;
  private plan: LevelPlan = { firstBlock: 0, endBlock: 0, decided: new Uint8Array(0) };
  private findings: (Finding | null)[] = [];
  private deadlock: Finding | null = null;
  private failure: Failure | null = null;
  /** The state being expanded, its key, and the end of its block. */
  private current = 0;
  private key = 0;
  private end = 0;
  /** Successors that are still to be added, and the keys of the states that they were reached from. */
  private readonly batch: Int32Array;
  private readonly keys: Int32Array;
  private batched = 0;
  private added = 0;
  private states = 0;
  private expanded = 0;
  private transitions = 0;

  constructor(
    private readonly machine: Machine,
    private readonly control: Control,
    private readonly thread: number,
  ) {
    this.packed = new PackedMachine(machine);
    // A state has at most one successor for each instance, so that a batch is added between two states.
    const most = BATCH + machine.instances.length;
    this.batch = new Int32Array(most * this.packed.words);
    this.keys = new Int32Array(most);
    this.store = exactStore(this.packed.words, control, most);
    this.expander = expanderOf(this.packed, {
      successor: () => this.keep(),
      badStep: (property, instance) => this.found(property, ON_STEP, instance),
      badState: (property) => this.found(property, NEW_STATE, -1),
    });
  }

  /** Turns to a level; everything of the last one must be done. */
  begin(plan: LevelPlan): void {
    this.plan = plan;
    this.expander.decided.set(plan.decided);
    this.findings = this.machine.properties.map(() => null);
    this.deadlock = null;
    this.failure = null;
    this.current = 0;
    this.end = 0;
    this.expanded = 0;
    this.store.beginLevel(plan.endBlock * BLOCK);
  }

  /** Adds and judges the initial state. @throws ModelError when it cannot be made */
  addInitial(): void {
    this.packed.after.set(this.packed.initial());
    this.key = 0;
    this.keep();
    this.transitions = 0;
    this.drain();
    this.publish();
  }

  /** Works until a time (of `performance.now`), or until there is a reason to pause. */
  work(until: number): Pause {
    const { cells } = this.control;
    for (;;) {
      // A batch that was begun is finished before more is put into it.
      if ((this.batched >= BATCH || this.added > 0) && !this.drain()) return this.pause("room");
      if (this.current < this.end) {
        this.next();
        continue;
      }
      this.publish();
      if (Atomics.load(cells, STOP) !== 0) return this.drain() ? this.pause("stopped") : this.pause("room");
      const block = this.plan.firstBlock + Atomics.add(cells, NEXT_SLICE, 1);
      if (block >= this.plan.endBlock) return this.drain() ? this.pause("done") : this.pause("room");
      this.current = block * BLOCK;
      this.end = this.current + this.store.used(block);
      if (performance.now() >= until) return "slice";
    }
  }

  private pause(why: Pause): Pause {
    if (why === "room") Atomics.store(this.control.cells, STOP, 1);
    this.publish();
    return why;
  }

  private publish(): void {
    const { progress } = this.control;
    progress[cellOf(this.thread, STATES)] = this.states;
    progress[cellOf(this.thread, TRANSITIONS)] = this.transitions;
    progress[cellOf(this.thread, EXPANDED)] = this.expanded;
  }

  /** What was found in this level so far. */
  findingsSoFar(): LevelFindings {
    return { properties: [...this.findings], deadlock: this.deadlock, failure: this.failure };
  }

  /** What was counted since the search began. */
  counts(): Counts {
    return { fired: this.expander.fired, exercised: this.expander.exercised, states: this.states };
  }

  /** Expands one state. */
  private next(): void {
    const { packed, store } = this;
    store.load(this.current, packed.before);
    this.key = store.hash(packed.before, 0);
    const before = this.transitions;
    const failed = this.expand();
    if (!store.equals(this.current, packed.before)) {
      store.load(this.current, packed.before);
      this.fail(ON_FRONTIER, packed.before, -1, WROTE);
    }
    if (this.transitions === before && !failed) this.stop();
    this.current++;
    this.expanded++;
  }

  /** Expands the loaded state; a step that fails is noted, and those behind it are still taken. Whether one failed. */
  private expand(): boolean {
    const { before } = this.packed;
    for (let from = 0; ; ) {
      try {
        this.expander.expand(from);
        return from > 0;
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error;
        this.fail(ON_STEP, before, error.instance, error.message);
        from = error.instance + 1;
      }
    }
  }

  /** A state without successors. */
  private stop(): void {
    const { before } = this.packed;
    if (!this.machine.scenario.deadlocks) return;
    try {
      if (!this.packed.isFinal() && precedes(ON_FRONTIER, before, -1, this.deadlock))
        this.deadlock = { kind: ON_FRONTIER, words: before.slice(), instance: -1 };
    } catch (error) {
      this.fail(ON_FRONTIER, before, -1, messageOf(error));
    }
  }

  /** Puts the successor in `packed.after` into the batch. */
  private keep(): void {
    const { words, after } = this.packed;
    const start = this.batched * words;
    for (let w = 0; w < words; w++) this.batch[start + w] = after[w] as number;
    this.keys[this.batched++] = this.key;
    this.transitions++;
  }

  /** Adds the batch to the visited set, in order, and judges what is new; false when there is no room. */
  private drain(): boolean {
    const { words, after } = this.packed;
    if (this.added === 0) this.store.prepare(this.batch, this.batched);
    while (this.added < this.batched) {
      const number = this.store.add(this.batch, this.added, this.keys[this.added] as number);
      if (number === NO_ROOM) return false;
      if (number !== SEEN) {
        this.states++;
        const start = this.added * words;
        for (let w = 0; w < words; w++) after[w] = this.batch[start + w] as number;
        this.judge();
      }
      this.added++;
    }
    this.batched = 0;
    this.added = 0;
    return true;
  }

  private judge(): void {
    try {
      this.expander.judge();
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      const { words, after } = this.packed;
      const start = this.added * words;
      after.set(this.batch.subarray(start, start + words));
      this.fail(NEW_STATE, after, -1, error.message);
    }
  }

  private found(property: number, kind: Finding["kind"], instance: number): void {
    const words = kind === NEW_STATE ? this.packed.after : this.packed.before;
    if (precedes(kind, words, instance, this.findings[property]))
      this.findings[property] = { kind, words: words.slice(), instance };
  }

  private fail(kind: Finding["kind"], words: Int32Array, instance: number, message: string): void {
    if (precedes(kind, words, instance, this.failure?.finding))
      this.failure = { finding: { kind, words: words.slice(), instance }, message };
  }
}
