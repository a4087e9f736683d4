/** Parents in a store that keeps every state, in memory and on disk. */
import type { Levels } from "./levels.js";
import type { PackedMachine } from "./packed.js";
import type { Ancestry } from "./reconstruct.js";
import { RecordReader } from "./records.js";
import { BLOCK, type ExactStore } from "./store.js";

/** The stored states by level. */
export class Ancestors implements Ancestry {
  constructor(
    private readonly store: ExactStore,
    private readonly packed: PackedMachine,
    private readonly levels: Levels,
  ) {}

  /** The least key of the parents of a state of the level. */
  keyOf(words: Int32Array, level: number): number {
    const { store } = this;
    const number = store.find(words, 0);
    if (number >= 0) return store.key(number);
    const key = this.inFile(level, (file) => (file.find(words) ? file.key : null));
    if (key === null) throw new Error("a state that was found is not among those of its level");
    return key;
  }

  /** Copies of the states of the level that have this key. */
  withKey(key: number, level: number): Int32Array[] {
    const { store, packed, levels } = this;
    const first = (levels.blocks[level] as number) * BLOCK;
    const end = (levels.blocks[level + 1] as number) * BLOCK;
    const found = store
      .withHash(key)
      .filter((state) => state >= first && state < end)
      .map((state) => {
        store.load(state, packed.before, 0);
        return packed.before.slice();
      });
    this.inFile(level, (file) => {
      for (; file.some; file.next())
        if (store.hash(file.buffer, file.at) === key) found.push(file.buffer.slice(file.at, file.at + packed.words));
    });
    return found;
  }

  private inFile<T>(level: number, read: (file: RecordReader) => T): T | null {
    const path = this.levels.files[level] ?? null;
    if (path === null) return null;
    const file = new RecordReader(path, this.packed.words);
    try {
      return read(file);
    } finally {
      file.close();
    }
  }
}
