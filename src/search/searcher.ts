/**
 * One thread's share of a search: it claims blocks of the frontier, expands their states, judges what is new, and keeps
 * the least finding of each kind. All threads run this code, the main thread between its other duties.
 */
import { messageOf, WROTE } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import { Candidates, type SpillPlan } from "./candidates.js";
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
import { compareWords, RecordReader } from "./records.js";
import type { Reduction } from "./reduction.js";
import { BLOCK, exactStore, NO_ROOM, SEEN, type StateStore } from "./store.js";

/** Successors that are looked up together. */
const BATCH = 1 << 10;

/** One level of the search: the blocks whose states are to be expanded. */
export interface LevelPlan {
  readonly firstBlock: number;
  readonly endBlock: number;
  /** A file that holds the rest of the level's states, in blocks as well. */
  readonly file: string | null;
  /** How many states the level has. */
  readonly states: number;
  /** 1 for the properties that need no further judging. */
  readonly decided: Uint8Array;
}

/** Why a thread paused: its time slice is over, nothing is left of the level, the store or the disk is full, or it was told to stop. */
export type Pause = "slice" | "done" | "room" | "disk" | "stopped";

/** What a thread has counted since the search began. */
export interface Counts {
  readonly fired: Float64Array;
  readonly exercised: Float64Array;
  /** Distinct states that this thread added. */
  readonly states: number;
  /** States that were compared with a twin whose ids are renamed. */
  readonly examined: number;
}

/** How far a search is, in numbers. */
export interface Numbers {
  readonly states: number;
  readonly transitions: number;
  readonly expanded: number;
}

/** One thread of a search. */
export class Searcher {
  readonly packed: PackedMachine;
  readonly store: StateStore;
  private readonly expander: Expander;
  private plan: LevelPlan = { firstBlock: 0, endBlock: 0, file: null, states: 0, decided: new Uint8Array(0) };
  /** Where successors go that memory has no room for. */
  private candidates: Candidates | null = null;
  private diskError: string | null = null;
  /** The states of the level that are on disk; whether the state being expanded is one of them. */
  private file: RecordReader | null = null;
  private fromFile = false;
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
  /** States examined before the search was interrupted. */
  private examinedBefore = 0;

  constructor(
    private readonly machine: Machine,
    private readonly control: Control,
    private readonly thread: number,
    private readonly reduction: Reduction | null,
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
    this.file?.close();
    this.file = plan.file === null ? null : new RecordReader(plan.file, this.packed.words, BLOCK);
    this.expander.decided.set(plan.decided);
    this.findings = this.machine.properties.map(() => null);
    this.deadlock = null;
    this.failure = null;
    this.current = 0;
    this.end = 0;
    this.expanded = 0;
    this.reduction?.equivariance.begin(plan.states);
    this.store.beginLevel(plan.endBlock * BLOCK);
  }

  /** From now on, successors that are not in memory are collected for the disk. */
  spill(plan: SpillPlan): void {
    if (this.candidates !== null) return;
    this.store.freeze();
    this.candidates = new Candidates(plan, this.packed.words, this.thread);
  }

  /** The files that hold what this thread has collected in a level; `null` when they cannot be written. */
  collected(): string[] | null {
    try {
      return this.candidates?.finish() ?? [];
    } catch (error) {
      this.diskError = messageOf(error);
      return null;
    }
  }

  /** What went wrong when the disk was written to; `null` when nothing did. */
  get diskTrouble(): string | null {
    return this.diskError;
  }

  /** Counts and judges a state that turned out to be new at the end of a level. */
  addFromDisk(words: Int32Array): void {
    this.states++;
    this.judge(words, 0);
    this.publish();
  }

  /** Goes on counting from where another search was interrupted. */
  restore(
    counts: { readonly fired: readonly number[]; readonly exercised: readonly number[]; readonly examined: number },
    numbers: Numbers,
  ): void {
    this.expander.fired.set(counts.fired);
    this.expander.exercised.set(counts.exercised);
    this.examinedBefore = counts.examined;
    this.states = numbers.states;
    this.transitions = numbers.transitions;
    this.expanded = numbers.expanded;
    this.publish();
  }

  /** Closes the files that are open. */
  close(): void {
    this.file?.close();
    this.file = null;
  }

  /** Adds and judges the initial state. @throws ModelError when it cannot be made */
  addInitial(): void {
    this.packed.after.set(this.packed.initial());
    this.key = 0;
    this.keep();
    this.drain();
    this.publish();
  }

  /** Works until a time (of `performance.now`), or until there is a reason to pause. */
  work(until: number): Pause {
    const { cells } = this.control;
    for (;;) {
      // A batch that was begun is finished before more is put into it.
      if ((this.batched >= BATCH || this.added > 0) && !this.drain()) return this.full();
      if (this.current < this.end) {
        this.next();
        continue;
      }
      this.publish();
      if (Atomics.load(cells, STOP) !== 0) return this.drain() ? this.pause("stopped") : this.full();
      if (!this.take(Atomics.add(cells, NEXT_SLICE, 1))) return this.drain() ? this.pause("done") : this.full();
      if (performance.now() >= until) return "slice";
    }
  }

  /** Takes a block of the frontier; false when there is none left. */
  private take(slice: number): boolean {
    const inMemory = this.plan.endBlock - this.plan.firstBlock;
    this.fromFile = slice >= inMemory;
    if (!this.fromFile) {
      this.current = (this.plan.firstBlock + slice) * BLOCK;
      this.end = this.current + this.store.used(this.plan.firstBlock + slice);
      return true;
    }
    const count = this.file?.count ?? 0;
    const first = (slice - inMemory) * BLOCK;
    if (first >= count) return false;
    this.current = first;
    this.end = Math.min(first + BLOCK, count);
    return true;
  }

  private full(): Pause {
    return this.pause(this.diskError === null ? "room" : "disk");
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
  }

  /** What was found in this level so far. */
  findingsSoFar(): LevelFindings {
    return { properties: [...this.findings], deadlock: this.deadlock, failure: this.failure };
  }

  /** What was counted since the search began. */
  counts(): Counts {
    const { fired, exercised } = this.expander;
    const examined = this.examinedBefore + (this.reduction?.equivariance.examined ?? 0);
    return { fired, exercised, states: this.states, examined };
  }

  /** Expands one state. */
  private next(): void {
    const { packed, store } = this;
    this.load();
    this.key = store.hash(packed.before, 0);
    if (this.reduction !== null) this.examine(this.reduction);
    const steps = this.expand();
    if (!this.unchanged()) {
      this.load();
      this.fail(ON_FRONTIER, packed.before, -1, WROTE);
    }
    if (steps === 0) this.stop();
    this.transitions += steps;
    this.current++;
    this.expanded++;
  }

  private load(): void {
    const { before, words } = this.packed;
    const { file } = this;
    if (!this.fromFile || file === null) {
      this.store.load(this.current, before);
      return;
    }
    const from = this.positioned(file);
    for (let w = 0; w < words; w++) before[w] = file.buffer[from + w] as number;
  }

  /** Whether the state being expanded is as it was loaded. */
  private unchanged(): boolean {
    const { before, words } = this.packed;
    const { file } = this;
    if (!this.fromFile || file === null) return this.store.equals(this.current, before);
    return compareWords(file.buffer, this.positioned(file), before, 0, words) === 0;
  }

  /** Where in the buffer of the file the state being expanded starts. */
  private positioned(file: RecordReader): number {
    return file.offsetOf(this.current);
  }

  /**
   * Expands the loaded state; a step that fails is noted, and those behind it are still taken. At least the number of steps
   * behind the last that failed, and 0 only for a state that nothing can leave: an expander may keep a successor to itself
   * that is the state again, so that those it tells of are not counted here.
   */
  private expand(): number {
    const { before } = this.packed;
    for (let from = 0; ; ) {
      try {
        const steps = this.expander.expand(from);
        return from > 0 ? steps + 1 : steps;
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error;
        this.fail(ON_STEP, before, error.instance, error.message);
        from = error.instance + 1;
      }
    }
  }

  /** Samples whether interchangeable ids are. */
  private examine({ equivariance }: Reduction): void {
    const { before } = this.packed;
    if (!equivariance.chooses(before)) return;
    const problem = equivariance.examine(before);
    if (problem !== null) this.fail(ON_FRONTIER, before, -1, problem);
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
    this.reduction?.canonicaliser.canonicalise(this.batch, start);
    this.keys[this.batched++] = this.key;
  }

  /** Adds the batch to the visited set, in order, and judges what is new; false when there is no room. */
  private drain(): boolean {
    const { words } = this.packed;
    if (this.added === 0) this.store.prepare(this.batch, this.batched);
    while (this.added < this.batched) {
      const number = this.store.add(this.batch, this.added, this.keys[this.added] as number);
      if (number === NO_ROOM) {
        if (this.candidates === null || !this.collect(this.candidates)) return false;
      } else if (number !== SEEN) {
        this.states++;
        this.judge(this.batch, this.added * words);
      }
      this.added++;
    }
    this.batched = 0;
    this.added = 0;
    return true;
  }

  /** Keeps a successor for the disk; false when that is full. */
  private collect(candidates: Candidates): boolean {
    const at = this.added * this.packed.words;
    try {
      candidates.add(this.batch, at, this.store.hash(this.batch, at), this.keys[this.added] as number);
      return true;
    } catch (error) {
      this.diskError = messageOf(error);
      return false;
    }
  }

  /** Judges the state at `base`. */
  private judge(from: Int32Array, base: number): void {
    const { words, after } = this.packed;
    for (let w = 0; w < words; w++) after[w] = from[base + w] as number;
    try {
      this.expander.judge();
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      after.set(from.subarray(base, base + words));
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
