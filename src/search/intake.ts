/**
 * Where one thread's successors go: into a batch, and from there, looked up together, into the visited set, or to the
 * disk when that has no room.
 */
import { messageOf } from "../machine/answers.js";
import type { Canonicaliser } from "../schema/symmetry/canonicaliser.js";
import { Candidates, type SpillPlan } from "./candidates.js";
import type { Batch } from "./memo/steps.js";
import { BLOCK, NO_ROOM, SEEN, type StateStore } from "./store.js";

/** Successors that are gathered before they are looked up. */
const BATCH = 1 << 10;
/** Successors that are looked up together: what the first-level cache and its table of pages hold (decision 21). */
const TOGETHER = 1 << 7;

/** The most states of a batch, which is drained between two blocks: a state has one successor an instance at most. */
export const mostBatched = (instances: number): number => BATCH + BLOCK * Math.max(1, instances);

/** The intake of one thread. */
export class Intake {
  /** Successors, to be added from outside. */
  readonly batch: Batch;
  private added = 0;
  private prepared = 0;
  /** The numbers of those that turned out to be new, and how many they are. */
  private readonly fresh: Int32Array;
  private freshCount = 0;
  /** Where successors go that memory has no room for. */
  private candidates: Candidates | null = null;
  /** What went wrong when the disk was written to; `null` when nothing did. */
  diskTrouble: string | null = null;

  /** @param onNew is told of new states, by their numbers in the batch */
  constructor(
    private readonly store: StateStore,
    private readonly words: number,
    private readonly thread: number,
    private readonly canonicaliser: Canonicaliser | null,
    most: number,
    private readonly onNew: (fresh: Int32Array, count: number) => void,
  ) {
    this.batch = { words: new Int32Array(most * words), keys: new Int32Array(most), count: 0 };
    this.fresh = new Int32Array(most);
  }

  /** Puts a state into the batch. */
  keep(state: Int32Array, key: number): void {
    const { batch } = this;
    batch.words.set(state, batch.count * this.words);
    batch.keys[batch.count++] = key;
  }

  /** Whether the batch is to be drained before more is put into it. */
  get due(): boolean {
    // A batch that was begun is finished first.
    return this.batch.count >= BATCH || this.added > 0;
  }

  /** Adds the batch to the visited set, in order; false when there is no room. */
  drain(): boolean {
    const { batch, store } = this;
    if (this.added === 0) this.canonicalise();
    for (; this.added < batch.count; this.added++) {
      if (this.added === this.prepared) this.prepare();
      const number = store.add(batch.words, this.added, batch.keys[this.added] as number);
      if (number === NO_ROOM) {
        if (this.candidates !== null && this.collect(this.candidates)) continue;
        this.tell();
        return false;
      }
      if (number !== SEEN) this.fresh[this.freshCount++] = this.added;
    }
    this.tell();
    batch.count = 0;
    this.added = 0;
    this.prepared = 0;
    return true;
  }

  private canonicalise(): void {
    const { batch, canonicaliser, words } = this;
    if (canonicaliser !== null)
      for (let n = 0; n < batch.count; n++) canonicaliser.canonicalise(batch.words, n * words);
  }

  private prepare(): void {
    const { batch } = this;
    const to = Math.min(batch.count, this.prepared + TOGETHER);
    this.store.prepare(batch.words, this.prepared, to);
    this.prepared = to;
  }

  private tell(): void {
    if (this.freshCount > 0) this.onNew(this.fresh, this.freshCount);
    this.freshCount = 0;
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
    const { words, keys } = this.batch;
    const at = this.added * this.words;
    try {
      candidates.add(words, at, this.store.hash(words, at), keys[this.added] as number);
      return true;
    } catch (error) {
      this.diskTrouble = messageOf(error);
      return false;
    }
  }
}
