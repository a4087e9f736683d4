/**
 * What a visited set is, for any number of threads over shared memory. States stand in slabs that are never moved, each
 * with the *key* of its parent behind it; a table finds them again.
 *
 * Numbers are given out in blocks. A block belongs to one thread and to one level of the search: the stored states are
 * the frontier as well, and a level is a range of blocks.
 *
 * The key of a parent is its hash. Of all the parents one level up a state keeps the least key, which does not depend on
 * who came first, nor on how states are numbered; `reconstruct.ts` finds the parent again by it.
 */

/** A store that cannot take another state; not the model's fault. */
export class StoreFull extends Error {
  override readonly name = "StoreFull";
}

/** States a block: the unit in which numbers are given out and the frontier is shared. */
export const BLOCK = 64;
/** The same, and that of a slab, as bits of a number. */
export const BLOCK_BITS = 6;
/**
 * Bytes of a slab, at least half of it: room for a few of the processor's huge pages of 2 MiB, which spare a large search
 * many a walk through the page tables where the system gives them. Memory that no state was written to costs nothing but
 * addresses.
 */
const SLAB_BYTES = 2 ** 23;
/** Bits of a state's number within its slab. */
export const slabBits = (words: number): number =>
  Math.max(BLOCK_BITS, Math.floor(Math.log2(SLAB_BYTES / 4 / (words + 1))));
/** States a slab. */
export const slabStates = (words: number): number => 2 ** slabBits(words);
/** Entries of the table are signed 32-bit numbers, and 0 is a free place. */
export const MOST_STATES = 2 ** 31 - 2;
/** Answers of {@link StateStore.add} that are no state numbers. */
export const SEEN = -1;
/** There is no room for a new state until the store was enlarged. */
export const NO_ROOM = -2;
/** Bytes of the smallest page of memory that a system uses. */
const SMALLEST_PAGE = 4096;
const FIRST_TABLE = 1 << 12;

/** Shared memory of a store, or what was added to it; can be posted to a thread. */
export interface StoreMemory {
  /** From the slab with this number on. */
  readonly from: number;
  readonly slabs: readonly SharedArrayBuffer[];
  /** `null` when it is still the same. */
  readonly table: SharedArrayBuffer | null;
}

/** One thread's access to the visited set. */
export interface StateStore {
  /** Takes memory that the search has added. */
  adopt(memory: StoreMemory): void;
  /** New states belong to the next level from here on; `fresh` is the first number of that level. */
  beginLevel(fresh: number): void;
  /** Takes no new states any more: {@link add} says {@link NO_ROOM} of whatever is not there. */
  freeze(): void;
  /** The hash of the state that starts at `base`, which is its key as a parent. */
  hash(words: Int32Array, base: number): number;
  /**
   * Takes the states `from` to `to` (exclusive) of those that stand one behind the other in `batch`, and looks them up
   * without saying what it found: what {@link add} will need of them is in the processor's caches then. Separate look-ups
   * would each wait for memory; of too many together the first ones are gone from the caches again.
   */
  prepare(batch: Int32Array, from: number, to: number): void;
  /** Adds a state of the prepared batch unless it was seen, and notes the parent; its number when it is new, {@link SEEN} or {@link NO_ROOM}. */
  add(batch: Int32Array, index: number, key: number): number;
  /** Copies a state to `words[base]` and behind. */
  load(state: number, words: Int32Array, base: number): void;
  /** The least key of the parents of a state. */
  key(state: number): number;
  /** How many states a block holds. */
  used(block: number): number;
  /**
   * Enters the states, which stand in `blocks` blocks, into a new table: those that belong into one of `parts` stretches of
   * it. Nobody else may write to that one meanwhile. Returns those that it had no place for, to be entered when all is done.
   */
  rehash(table: SharedArrayBuffer, blocks: number, part: number, parts: number): number[];
  /** Enters what {@link rehash} has left, while nobody else writes to the table. All threads adopt it then. */
  settle(table: SharedArrayBuffer, left: readonly number[]): void;
}

/** A visited set that keeps every state in full: nothing is ever omitted. */
export interface ExactStore extends StateStore {
  /** The number of a state; -1 when it was not seen. */
  find(words: Int32Array, base: number): number;
  /** The numbers of the states with this hash. */
  withHash(hash: number): number[];
  /** Copies the records of a block (words and key) to `at`; how many numbers that is. */
  copyBlock(block: number, into: Int32Array, at: number): number;
}

/** What the table of a visited set is made of, and how full it gets. */
export interface TableForm {
  readonly entryBytes: number;
  /** The table is enlarged beyond this part of its places. */
  readonly fullest: number;
  /** Places beyond this many bytes could not be addressed. */
  readonly mostBytes: number;
}

/** How many blocks a table of so many bytes can serve. */
export const blocksFor = (tableBytes: number, { entryBytes, fullest }: TableForm): number =>
  Math.floor(((tableBytes / entryBytes) * fullest) / BLOCK);

/** The bytes of the smallest table that serves so many states. */
export function tableBytesFor(states: number, form: TableForm): number {
  let bytes = FIRST_TABLE * form.entryBytes;
  while (blocksFor(bytes, form) * BLOCK < states) bytes *= 2;
  return bytes;
}

/** Bytes of a slab: the states with their keys, and how many states each block holds. */
export const slabBytes = (words: number): number => slabStates(words) * (words + 1 + 1 / BLOCK) * 4;

/**
 * What a store of so many states takes; independent of how threads shared the work.
 * @param kept how many of them stand there in full at a time
 */
export const storeBytes = (states: number, kept: number, words: number, form: TableForm): number =>
  kept * (words + 1) * 4 + tableBytesFor(states, form);

/**
 * The source of a loop that writes to every page of a stretch of a new table, which is full of zeros. A page that is read
 * before it is written is one of zeros that all share, until the write has each processor forget where it was: with two
 * threads, half of the time that the system spent on a search.
 */
export const touching = (table: string, begin: string, end: string): string =>
  `for (let i = ${begin}; i < ${end}; i += ${SMALLEST_PAGE / 4}) ${table}[i] = 0;`;
