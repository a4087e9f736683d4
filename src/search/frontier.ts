/** The states of one level that are still to be expanded: threads claim them by blocks, in memory and then on disk. */
import { type Control, NEXT_SLICE } from "./control.js";
import { RecordReader } from "./records.js";
import { BLOCK, type StateStore } from "./store.js";

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

/** One thread's way through a level: the block that it has claimed, and the state at hand. */
export class Frontier {
  private firstBlock = 0;
  private endBlock = 0;
  /** The states of the level that are on disk; whether the state at hand is one of them. */
  private file: RecordReader | null = null;
  private fromFile = false;
  /** The state at hand, and the end of its block. */
  private current = 0;
  private end = 0;

  constructor(
    private readonly store: StateStore,
    private readonly words: number,
    private readonly control: Control,
  ) {}

  /** Turns to a level; nothing of it is claimed. */
  begin({ firstBlock, endBlock, file }: LevelPlan): void {
    this.firstBlock = firstBlock;
    this.endBlock = endBlock;
    this.close();
    this.file = file === null ? null : new RecordReader(file, this.words, BLOCK);
    this.current = 0;
    this.end = 0;
  }

  /** Whether a state is at hand. */
  get some(): boolean {
    return this.current < this.end;
  }

  /** The number of the state at hand, in memory or in the file. */
  get number(): number {
    return this.current;
  }

  /** Goes on to the next state of the block. */
  advance(): void {
    this.current++;
  }

  /** Claims a block; false when there is none left. */
  claim(): boolean {
    const slice = Atomics.add(this.control.cells, NEXT_SLICE, 1);
    const inMemory = this.endBlock - this.firstBlock;
    this.fromFile = slice >= inMemory;
    if (!this.fromFile) {
      this.current = (this.firstBlock + slice) * BLOCK;
      this.end = this.current + this.store.used(this.firstBlock + slice);
      return true;
    }
    const count = this.file?.count ?? 0;
    const first = (slice - inMemory) * BLOCK;
    if (first >= count) return false;
    this.current = first;
    this.end = Math.min(first + BLOCK, count);
    return true;
  }

  /** Copies the state at hand to `into[at]` and behind. */
  load(into: Int32Array, at: number): void {
    const { file, words } = this;
    if (!this.fromFile || file === null) {
      this.store.load(this.current, into, at);
      return;
    }
    const from = file.offsetOf(this.current);
    for (let w = 0; w < words; w++) into[at + w] = file.buffer[from + w] as number;
  }

  /** Closes the file that is open. */
  close(): void {
    this.file?.close();
    this.file = null;
  }
}
