/** Which states belong to which level: ranges of blocks in memory, and for levels beyond that a sorted file each. */
import { rmSync, statSync } from "node:fs";
import { BLOCK, type StateStore } from "./store.js";

/** The levels of a search. */
export class Levels {
  /** The first block of each level, and last the one after all levels. */
  readonly blocks: number[] = [0];
  /** By level; `null` for a level that is in memory as a whole. */
  readonly files: (string | null)[] = [null];

  /** @param words of a packed state */
  constructor(
    private readonly store: StateStore,
    private readonly words: number,
  ) {}

  /** How many states stand in a range of blocks. */
  sizeOf(from: number, to: number): number {
    let size = 0;
    for (let block = from; block < to; block++) size += this.store.used(block);
    return size;
  }

  /** How many states a level has. */
  statesOf(level: number): number {
    const path = this.files[level] ?? null;
    const onDisk = path === null ? 0 : Math.floor(statSync(path).size / ((this.words + 1) * 4));
    return onDisk + this.sizeOf(this.blocks[level] as number, this.blocks[level + 1] as number);
  }

  /** How many blocks the states of a level's file make. */
  blocksOf(path: string | null): number {
    if (path === null) return 0;
    return Math.ceil(statSync(path).size / (BLOCK * (this.words + 1) * 4));
  }

  /** Removes the files. */
  remove(): void {
    for (const path of this.files) if (path !== null) rmSync(path, { force: true });
    this.files.fill(null);
  }
}
