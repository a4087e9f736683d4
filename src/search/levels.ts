/** Which states belong to which level: ranges of blocks in memory, and for levels beyond that a sorted file each. */
import { rmSync, statSync } from "node:fs";
import type { Ancestry } from "./reconstruct.js";
import { RecordReader } from "./records.js";
import type { Searcher } from "./searcher.js";
import { BLOCK } from "./store.js";

/** The levels of a search. */
export class Levels implements Ancestry {
  /** The first block of each level, and last the one after all levels. */
  readonly blocks: number[] = [0];
  /** By level; `null` for a level that is in memory as a whole. */
  readonly files: (string | null)[] = [null];

  constructor(private readonly searcher: Searcher) {}

  /** The least key of the parents of a state of the level. */
  keyOf(words: Int32Array, level: number): number {
    const { store } = this.searcher;
    const number = store.find(words, 0);
    if (number >= 0) return store.key(number);
    const key = this.inFile(level, (file) => (file.find(words) ? file.key : null));
    if (key === null) throw new Error("a state that was found is not among those of its level");
    return key;
  }

  /** Copies of the states of the level that have this key. */
  withKey(key: number, level: number): Int32Array[] {
    const { store, packed } = this.searcher;
    const first = (this.blocks[level] as number) * BLOCK;
    const end = (this.blocks[level + 1] as number) * BLOCK;
    const found = store
      .withHash(key)
      .filter((state) => state >= first && state < end)
      .map((state) => {
        store.load(state, packed.before);
        return packed.before.slice();
      });
    this.inFile(level, (file) => {
      for (; file.some; file.next())
        if (store.hash(file.buffer, file.at) === key) found.push(file.buffer.slice(file.at, file.at + packed.words));
    });
    return found;
  }

  /** How many states stand in a range of blocks. */
  sizeOf(from: number, to: number): number {
    let size = 0;
    for (let block = from; block < to; block++) size += this.searcher.store.used(block);
    return size;
  }

  /** How many states a level has. */
  statesOf(level: number): number {
    const path = this.files[level] ?? null;
    const onDisk = path === null ? 0 : Math.floor(statSync(path).size / ((this.searcher.packed.words + 1) * 4));
    return onDisk + this.sizeOf(this.blocks[level] as number, this.blocks[level + 1] as number);
  }

  /** How many blocks the states of a level's file make. */
  blocksOf(path: string | null): number {
    if (path === null) return 0;
    return Math.ceil(statSync(path).size / (BLOCK * (this.searcher.packed.words + 1) * 4));
  }

  /** Removes the files. */
  remove(): void {
    for (const path of this.files) if (path !== null) rmSync(path, { force: true });
    this.files.fill(null);
  }

  private inFile<T>(level: number, read: (file: RecordReader) => T): T | null {
    const path = this.files[level] ?? null;
    if (path === null) return null;
    const file = new RecordReader(path, this.searcher.packed.words);
    try {
      return read(file);
    } finally {
      file.close();
    }
  }
}
