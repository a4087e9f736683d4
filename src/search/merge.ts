/** The end of a level on disk: what was collected, less what was visited, in order, each state once. */
import { unlinkSync } from "node:fs";
import { compareWords, RecordReader, RecordWriter } from "./records.js";

/** Records between two breaths. */
const BETWEEN_BREATHS = 1 << 16;

/** What merging needs of the search. */
export interface MergeEvents {
  /** A new state. */
  onNew(words: Int32Array): void;
  /** Lets the search look at its limits; false to give up. */
  breathe(): Promise<boolean>;
}

/**
 * Merges sorted runs into one sorted file of the states that are in none of the visited files; of equal states the least
 * key is kept. The runs are removed.
 * @returns how many states are new; `null` when it was given up
 * @throws Error when the disk is full
 */
export async function mergeRuns(
  runs: readonly string[],
  visited: readonly string[],
  path: string,
  words: number,
  { onNew, breathe }: MergeEvents,
): Promise<number | null> {
  const each = Math.max(16, Math.min(1 << 13, Math.floor((1 << 18) / Math.max(1, runs.length + visited.length))));
  const open: RecordReader[] = [];
  const reader = (name: string): RecordReader => {
    const made = new RecordReader(name, words, each);
    open.push(made);
    return made;
  };
  let writer: RecordWriter | null = null;
  try {
    const heap = runs.map(reader).filter(({ some }) => some);
    const seen = visited.map(reader);
    writer = new RecordWriter(path, words);
    for (let n = Math.floor(heap.length / 2) - 1; n >= 0; n--) sink(heap, n, words);
    const state = new Int32Array(words);
    for (let turns = 1; heap.length > 0; turns++) {
      if (turns % BETWEEN_BREATHS === 0 && !(await breathe())) return null;
      const [top] = heap as [RecordReader, ...RecordReader[]];
      state.set(top.buffer.subarray(top.at, top.at + words));
      let key = top.key;
      while (heap.length > 0) {
        const [least] = heap as [RecordReader, ...RecordReader[]];
        if (compareWords(least.buffer, least.at, state, 0, words) !== 0) break;
        if (least.key >>> 0 < key >>> 0) key = least.key;
        least.next();
        if (!least.some) {
          heap[0] = heap[heap.length - 1] as RecordReader;
          heap.pop();
        }
        sink(heap, 0, words);
      }
      if (seen.some((old) => holds(old, state, words))) continue;
      writer.add(state, 0, key);
      onNew(state);
    }
    writer.finish();
    return writer.count;
  } finally {
    writer?.close();
    for (const one of open) one.close();
    for (const run of runs) unlinkSync(run);
  }
}

/** Goes on in a sorted file as far as this state, and says whether it is there. */
function holds(old: RecordReader, state: Int32Array, words: number): boolean {
  while (old.some) {
    const order = compareWords(old.buffer, old.at, state, 0, words);
    if (order >= 0) return order === 0;
    old.next();
  }
  return false;
}

/** Puts the n-th of a heap (least first) in its place. */
function sink(heap: RecordReader[], n: number, words: number): void {
  const less = (a: number, b: number): boolean => {
    const one = heap[a] as RecordReader;
    const other = heap[b] as RecordReader;
    return compareWords(one.buffer, one.at, other.buffer, other.at, words) < 0;
  };
  for (let at = n; ; ) {
    let least = at;
    if (2 * at + 1 < heap.length && less(2 * at + 1, least)) least = 2 * at + 1;
    if (2 * at + 2 < heap.length && less(2 * at + 2, least)) least = 2 * at + 2;
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least] as RecordReader, heap[at] as RecordReader];
    at = least;
  }
}
