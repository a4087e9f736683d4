/**
 * The visited set that keeps every state: an open-addressing table of their numbers. A number's place in the table comes
 * from the low bits of the state's hash, and the high bits stand in the entry beside the number, so that most entries of
 * other states are passed over without looking at those states.
 *
 * Entries are read by plain loads, since atomic ones cost ten times as much here. A place changes once, from 0 to an entry,
 * by compare-and-exchange: who still reads 0 is told by that. What an entry names was written before it; who reads
 * the entry sees it on x86-64 because loads are not reordered, on ARM64 because the address depends on the entry.
 */
import { BLOCK_BUDGET, type Control, NEXT_BLOCK } from "./control.js";
import { hashSource } from "./hash.js";
import {
  BLOCK,
  BLOCK_BITS,
  type ExactStore,
  NO_ROOM,
  SEEN,
  slabBits,
  slabStates,
  type TableForm,
  touching,
} from "./store.js";

/** The table of numbers: 5.7 to 11.4 bytes a state. */
export const numberTable: TableForm = { entryBytes: 4, fullest: 0.7, mostBytes: 2 ** 34 };

/** What generated stores refer to. */
const RUNTIME = { SEEN, NO_ROOM, NEXT_BLOCK, BLOCK_BUDGET, BLOCK };

type StoreMaker = (...parts: unknown[]) => ExactStore;
const makers = new Map<number, StoreMaker>();

/**
 * Access to a visited set that keeps every state in full: nothing is ever omitted.
 * @param mostPrepared the most states that are prepared together
 */
export function exactStore(words: number, control: Control, mostPrepared: number): ExactStore {
  let make = makers.get(words);
  if (make === undefined) {
    make = new Function("cells", "mostPrepared", ...Object.keys(RUNTIME), storeSource(words)) as StoreMaker;
    makers.set(words, make);
  }
  return make(control.cells, mostPrepared, ...Object.values(RUNTIME));
}

/** Generated, so that hashing and comparing are straight-line code for the number of words. */
function storeSource(n: number): string {
  const bits = slabBits(n);
  const slab = slabStates(n);
  const each = (body: (w: number) => string, between: string): string =>
    Array.from({ length: n }, (_, w) => body(w)).join(between);
  const locate = (state: string): string =>
    `const slab = slabs[${state} >>> ${bits}], at = (${state} & ${slab - 1}) * ${n + 1};`;
  const same = (words: string, base: string): string =>
    each((w) => `slab[at + ${w}] === ${words}[${base} + ${w}]`, " && ");
  return `"use strict";
  const slabs = [];
  let table = new Int32Array(0), mask = 0, high = 0, fresh = 0, next = 0, end = 0, frozen = false;
  ${hashSource(n)}
  const counts = ${slab * (n + 1)};
  const claim = () => {
    if (frozen) return false;
    const block = Atomics.add(cells, NEXT_BLOCK, 1);
    if (block >= Atomics.load(cells, BLOCK_BUDGET)) return false;
    next = block * BLOCK;
    end = next + BLOCK;
    return true;
  };
  // Of the prepared states: their hashes, the places from which they are to be looked for, and what stood there.
  const hashes = new Int32Array(mostPrepared), places = new Int32Array(mostPrepared), entries = new Int32Array(mostPrepared);
  let from = 0, to = 0, seen = 0;
  const newHashes = new Int32Array(BLOCK + 1), newStates = new Int32Array(BLOCK + 1);
  const goHome = () => {
    for (let i = from; i < to; i++) places[i] = hashes[i] & mask;
  };
  const used = (block) => slabs[block >>> ${bits - BLOCK_BITS}][counts + (block & ${(slab >>> BLOCK_BITS) - 1})];
  // Enters those of a block into a larger table that belong between two places of it; nobody else writes there. That is
  // done by plain stores: a compare-and-exchange would wait each time until its line is there.
  const enter = (block, wide, begin, end, left) => {
    const first = block * BLOCK, count = used(block), low = wide.length - 1;
    ${locate("first")}
    let mine = 0, sum = 0;
    for (let i = 0; i < count; i++) {
      const h = hash(slab, at + i * ${n + 1}), place = h & low;
      newHashes[mine] = h;
      newStates[mine] = first + i;
      mine += (place >= begin) & (place < end);
    }
    for (let i = 0; i < mine; i++) sum ^= wide[newHashes[i] & low];
    seen = sum;
    for (let i = 0; i < mine; i++) {
      const h = newHashes[i];
      let place = h & low;
      while (place < end && wide[place] !== 0) place++;
      if (place < end) wide[place] = (h & ~low) | (newStates[i] + 1);
      else left.push(newStates[i]);
    }
  };
  return {
    adopt(memory) {
      for (let i = 0; i < memory.slabs.length; i++) slabs[memory.from + i] = new Int32Array(memory.slabs[i]);
      if (memory.table === null) return;
      table = new Int32Array(memory.table);
      mask = table.length - 1;
      high = ~mask;
      goHome();
    },
    beginLevel(first) {
      fresh = first;
      next = end = 0;
    },
    freeze() {
      next = end = 0;
      frozen = true;
    },
    hash,
    // Each loop waits for one thing alone, and is short: the processor then has many loads under way at a time.
    prepare(batch, first, end) {
      from = first;
      to = end;
      let i = from, sum = 0;
      for (; i < to; i++) {
        const h = hash(batch, i * ${n});
        hashes[i] = h;
        places[i] = h & mask;
      }
      for (i = from; i + 4 <= to; i += 4) {
        entries[i] = table[places[i]];
        entries[i + 1] = table[places[i + 1]];
        entries[i + 2] = table[places[i + 2]];
        entries[i + 3] = table[places[i + 3]];
      }
      for (; i < to; i++) entries[i] = table[places[i]];
      let met = from;
      for (i = from; i < to; i++) {
        const tag = hashes[i] & high;
        let entry = entries[i];
        if (entry !== 0 && (entry & high) !== tag) {
          let place = places[i];
          do {
            place = (place + 1) & mask;
            entry = table[place];
          } while (entry !== 0 && (entry & high) !== tag);
          places[i] = place;
        }
        if (entry !== 0) entries[met++] = (entry & mask) - 1;
      }
      // A state with its key may lie in two lines of the cache.
      for (i = from; i < met; i++) {
        const state = entries[i];
        ${locate("state")}
        sum ^= slab[at] ^ slab[at + ${n}];
      }
      seen = sum; // kept, so that the loads are not optimised away
    },
    add(batch, index, key) {
      const h = hashes[index], tag = h & high, base = index * ${n};
      let place = places[index];
      for (;;) {
        let entry = table[place];
        if (entry === 0) {
          if (next === end && !claim()) return NO_ROOM;
          const state = next;
          ${locate("state")}
          ${each((w) => `slab[at + ${w}] = batch[base + ${w}];`, " ")}
          slab[at + ${n}] = key;
          entry = Atomics.compareExchange(table, place, 0, tag | (state + 1));
          if (entry === 0) {
            next = state + 1;
            slab[counts + ((state & ${slab - 1}) >>> ${BLOCK_BITS})] = next - end + BLOCK;
            return state;
          }
        }
        if ((entry & high) === tag) {
          const state = (entry & mask) - 1;
          ${locate("state")}
          if (${same("batch", "base")}) {
            if (state >= fresh) {
              let old = slab[at + ${n}];
              while ((key >>> 0) < (old >>> 0)) {
                const now = Atomics.compareExchange(slab, at + ${n}, old, key);
                if (now === old) break;
                old = now;
              }
            }
            return SEEN;
          }
        }
        place = (place + 1) & mask;
      }
    },
    find(words, base) {
      const h = hash(words, base), tag = h & high;
      for (let place = h & mask; ; place = (place + 1) & mask) {
        const entry = table[place];
        if (entry === 0) return -1;
        if ((entry & high) !== tag) continue;
        const state = (entry & mask) - 1;
        ${locate("state")}
        if (${same("words", "base")}) return state;
      }
    },
    withHash(h) {
      const found = [], tag = h & high;
      for (let place = h & mask; ; place = (place + 1) & mask) {
        const entry = table[place];
        if (entry === 0) return found;
        if ((entry & high) !== tag) continue;
        const state = (entry & mask) - 1;
        ${locate("state")}
        if (hash(slab, at) === h) found.push(state);
      }
    },
    load(state, words, base) {
      ${locate("state")}
      ${each((w) => `words[base + ${w}] = slab[at + ${w}];`, " ")}
    },
    key(state) {
      ${locate("state")}
      return slab[at + ${n}];
    },
    used,
    copyBlock(block, into, at) {
      const from = ((block * BLOCK) & ${slab - 1}) * ${n + 1}, length = used(block) * ${n + 1};
      into.set(slabs[block >>> ${bits - BLOCK_BITS}].subarray(from, from + length), at);
      return length;
    },
    rehash(larger, blocks, part, parts) {
      const wide = new Int32Array(larger), left = [];
      const begin = Math.floor(wide.length * part / parts), end = Math.floor(wide.length * (part + 1) / parts);
      ${touching("wide", "begin", "end")}
      for (let block = 0; block < blocks; block++) enter(block, wide, begin, end, left);
      return left;
    },
    settle(larger, left) {
      const wide = new Int32Array(larger), low = wide.length - 1;
      for (const state of left) {
        ${locate("state")}
        const h = hash(slab, at);
        let place = h & low;
        while (wide[place] !== 0) place = (place + 1) & low;
        wide[place] = (h & ~low) | (state + 1);
      }
    },
  };`;
}
