/**
 * The visited set: which states were seen, exactly. States are kept in the order of their discovery, in chunks of packed
 * words that are never moved; an open-addressing table of their numbers finds them again. Being in order, the stored
 * states are the frontier of a breadth-first search as well.
 */

/** A store that cannot take another state; not the model's fault. */
export class StoreFull extends Error {
  override readonly name = "StoreFull";
}

/** What the search needs of a visited set. Other stores (lossy, shared, on disk) take its place here. */
export interface VisitedSet {
  /** How many states were added. */
  readonly size: number;
  readonly bytes: number;
  /**
   * Looks up `count` states that stand one behind the other in `batch`, without saying what it found: what {@link add}
   * will need of them is in the processor's caches then. Separate look-ups would each wait for memory.
   */
  warm(batch: Int32Array, count: number): void;
  /** Adds the state in `words` unless it was seen; its number when it is new, else -1. @throws StoreFull */
  add(words: Int32Array, parent: number): number;
  /** Copies a state into `words`. */
  load(state: number, words: Int32Array): void;
  /** Whether a stored state equals `words`. */
  equals(state: number, words: Int32Array): boolean;
  /** The state from which this one was first reached; -1 for the initial one. */
  parent(state: number): number;
}

const CHUNK_BITS = 14;
const CHUNK = 1 << CHUNK_BITS;
/** State numbers are positive 32-bit integers, and 0 marks a free place in the table. */
const MOST_STATES = 2 ** 31 - 2;
const FIRST_TABLE = 1 << 12;
/** The most states that are looked up together. */
export const MOST_WARM = 1 << 10;
/** Tables smaller than this (in places of four bytes) stay in the processor's caches by themselves. */
const WORTH_WARMING = 1 << 18;

/** What generated stores refer to. */
const RUNTIME = { CHUNK, CHUNK_BITS, MOST_STATES, FIRST_TABLE, MOST_WARM, WORTH_WARMING, StoreFull };

type StoreMaker = (...parts: unknown[]) => VisitedSet;
const makers = new Map<number, StoreMaker>();

/** A store that keeps every state in full: nothing is ever omitted. */
export function exactStore(words: number): VisitedSet {
  let make = makers.get(words);
  if (make === undefined) {
    make = new Function(...Object.keys(RUNTIME), storeSource(words)) as StoreMaker;
    makers.set(words, make);
  }
  return make(...Object.values(RUNTIME));
}

/** Generated, so that hashing and comparing are straight-line code for the number of words. */
function storeSource(n: number): string {
  const each = (body: (w: number) => string, between: string): string =>
    Array.from({ length: n }, (_, w) => body(w)).join(between);
  return `"use strict";
  let table = new Int32Array(FIRST_TABLE), mask = FIRST_TABLE - 1, size = 0;
  const chunks = [], parents = [];
  // Multiply and rotate each word in, then mix so that the low bits depend on all of them (the finaliser of MurmurHash3).
  const finish = (h) => {
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  };
  const hash = (words, base) => {
    let h = 0x9e3779b9, k = 0;
    ${each((w) => `k = Math.imul(words[base + ${w}], 0xcc9e2d51); h ^= Math.imul((k << 15) | (k >>> 17), 0x1b873593); h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64 | 0;`, "\n    ")}
    return finish(h);
  };
  const grow = () => {
    const larger = new Int32Array(table.length * 2), wide = larger.length - 1;
    for (let state = 0; state < size; state++) {
      let place = hash(chunks[state >>> CHUNK_BITS], (state & (CHUNK - 1)) * ${n}) & wide;
      while (larger[place] !== 0) place = (place + 1) & wide;
      larger[place] = state + 1;
    }
    table = larger;
    mask = wide;
  };
  const entries = new Int32Array(MOST_WARM);
  let seen = 0;
  return {
    warm(batch, count) {
      if (table.length < WORTH_WARMING) return;
      for (let i = 0; i < count; i++) entries[i] = table[hash(batch, i * ${n}) & mask];
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const entry = entries[i];
        if (entry !== 0) sum ^= chunks[(entry - 1) >>> CHUNK_BITS][((entry - 1) & (CHUNK - 1)) * ${n}];
      }
      seen = sum; // kept, so that the loads are not optimised away
    },
    get size() { return size; },
    get bytes() { return table.byteLength + chunks.length * CHUNK * ${n + 1} * 4; },
    add(words, parent) {
      let place = hash(words, 0) & mask;
      for (let entry = table[place]; entry !== 0; entry = table[place]) {
        const chunk = chunks[(entry - 1) >>> CHUNK_BITS], base = ((entry - 1) & (CHUNK - 1)) * ${n};
        if (${each((w) => `chunk[base + ${w}] === words[${w}]`, " && ")}) return -1;
        place = (place + 1) & mask;
      }
      const state = size;
      if (state >= MOST_STATES) throw new StoreFull("no room for more than " + MOST_STATES + " states");
      if ((state & (CHUNK - 1)) === 0) {
        chunks.push(new Int32Array(CHUNK * ${n}));
        parents.push(new Int32Array(CHUNK));
      }
      const chunk = chunks[state >>> CHUNK_BITS], base = (state & (CHUNK - 1)) * ${n};
      ${each((w) => `chunk[base + ${w}] = words[${w}];`, " ")}
      parents[state >>> CHUNK_BITS][state & (CHUNK - 1)] = parent;
      table[place] = state + 1;
      size = state + 1;
      if (size * 2 > table.length) grow();
      return state;
    },
    load(state, words) {
      const chunk = chunks[state >>> CHUNK_BITS], base = (state & (CHUNK - 1)) * ${n};
      ${each((w) => `words[${w}] = chunk[base + ${w}];`, " ")}
    },
    equals(state, words) {
      const chunk = chunks[state >>> CHUNK_BITS], base = (state & (CHUNK - 1)) * ${n};
      return ${each((w) => `chunk[base + ${w}] === words[${w}]`, " && ")};
    },
    parent(state) { return parents[state >>> CHUNK_BITS][state & (CHUNK - 1)]; },
  };`;
}
