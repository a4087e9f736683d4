/**
 * Where one thread's successors go: into a batch, and from there, looked up together, into the visited set, or to the
 * disk when that has no room.
 */
import { messageOf } from "../machine/answers.js";
import type { Canonicaliser } from "../schema/symmetry/canonicaliser.js";
import { Candidates, type SpillPlan } from "./candidates.js";
import { NO_ROOM, SEEN, type StateStore } from "./store.js";

/** Successors that are looked up together. */
const BATCH = 1 << 10;

/** The most states of a batch, which is drained between two expansions: a state has one successor an instance at most. */
export const mostBatched = (instances: number): number => BATCH + instances;

/** The intake of one thread. */
export class Intake {
  private readonly batch: Int32Array;
  /** The keys of the states that the successors were reached from. */
  private readonly keys: Int32Array;
  private batched = 0;
  private added = 0;
  /** Where successors go that memory has no room for. */
  private candidates: Candidates | null = null;
  /** What went wrong when the disk was written to; `null` when nothing did. */
  diskTrouble: string | null = null;

  /** @param onNew is told of a new state, by the place of its words, and of the key of its parent */
  constructor(
    private readonly store: StateStore,
    private readonly words: number,
    private readonly thread: number,
    private readonly canonicaliser: Canonicaliser | null,
    most: number,
    private readonly onNew: (batch: Int32Array, base: number, key: number) => void,
  ) {
    this.batch = new Int32Array(most * words);
    this.keys = new Int32Array(most);
  }

  /** Puts a successor into the batch. */
  keep(state: Int32Array, key: number): void {
    const { words } = this;
    const start = this.batched * words;
    for (let w = 0; w < words; w++) this.batch[start + w] = state[w] as number;
    this.canonicaliser?.canonicalise(this.batch, start);
    this.keys[this.batched++] = key;
  }

  /** Whether the batch is to be drained before more is put into it. */
  get due(): boolean {
    // A batch that was begun is finished first.
    return this.batched >= BATCH || this.added > 0;
  }

  /** Adds the batch to the visited set, in order; false when there is no room. */
  drain(): boolean {
    const { words } = this;
    if (this.added === 0) this.store.prepare(this.batch, this.batched);
    while (this.added < this.batched) {
      const key = this.keys[this.added] as number;
      const number = this.store.add(this.batch, this.added, key);
      if (number === NO_ROOM) {
        if (this.candidates === null || !this.collect(this.candidates)) return false;
      } else if (number !== SEEN) this.onNew(this.batch, this.added * words, key);
      this.added++;
    }
    this.batched = 0;
    this.added = 0;
    return true;
  }

  /** From now on, successors that are not in memory are collected for the disk. */
  spill(plan: SpillPlan): void {
    if (this.candidates !== null) return;
    this.store.freeze();
    this.candidates = new Candidates(plan, this.words, this.thread);
  }

  /** The files that hold what was collected in a level; `null` when they cannot be written. */
  collected(): string[] | null {
    try {
      return this.candidates?.finish() ?? [];
    } catch (error) {
      this.diskTrouble = messageOf(error);
      return null;
    }
  }

  /** Keeps a successor for the disk; false when that is full. */
  private collect(candidates: Candidates): boolean {
    const at = this.added * this.words;
    try {
      candidates.add(this.batch, at, this.store.hash(this.batch, at), this.keys[this.added] as number);
      return true;
    } catch (error) {
      this.diskTrouble = messageOf(error);
      return false;
    }
  }
}
