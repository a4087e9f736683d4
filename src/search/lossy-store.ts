/**
 * The visited set that keeps fingerprints: an open-addressing table of them, and the states themselves only while they
 * are on the frontier. A state whose fingerprint is there already is taken for seen.
 *
 * A place of the table is taken by compare-and-exchange on its first number; the second one is written last, and whoever
 * reads waits for it.
 */
import { BLOCK_BUDGET, type Control, NEXT_BLOCK } from "./control.js";
import { type Fingerprints, fingerprintSource, numbersEach, tablesOf } from "./fingerprint.js";
import { hashSource } from "./hash.js";
import {
  BLOCK,
  BLOCK_BITS,
  NO_ROOM,
  SEEN,
  type StateStore,
  slabBits,
  slabStates,
  type TableForm,
  touching,
} from "./store.js";

/** A visited set of fingerprints. */
export interface LossyStore extends StateStore {
  /** New states of this thread that a second fingerprint told from others with the same first one. */
  readonly told: number;
}

/** The table of fingerprints: full at three quarters, where a search that fails looks at 8.5 places. */
export const fingerprintTable = (form: Fingerprints): TableForm => ({
  entryBytes: numbersEach(form) * 4,
  fullest: 0.75,
  mostBytes: 2 ** 33,
});

const RUNTIME = { SEEN, NO_ROOM, NEXT_BLOCK, BLOCK_BUDGET, BLOCK };

type StoreMaker = (...parts: unknown[]) => LossyStore;

/**
 * Access to a visited set of fingerprints.
 * @param mostPrepared the most states that are prepared together
 */
export function lossyStore(words: number, control: Control, mostPrepared: number, form: Fingerprints): LossyStore {
  const names = ["cells", "mostPrepared", "tables", ...Object.keys(RUNTIME)];
  const make = new Function(...names, storeSource(words, form)) as StoreMaker;
  return make(control.cells, mostPrepared, tablesOf(words, form), ...Object.values(RUNTIME));
}

function storeSource(n: number, form: Fingerprints): string {
  const bits = slabBits(n);
  const slab = slabStates(n);
  const each = numbersEach(form);
  const shift = Math.log2(each);
  const all = (count: number, body: (k: number) => string, between = " "): string =>
    Array.from({ length: count }, (_, k) => body(k)).join(between);
  const locate = (state: string): string =>
    `const slab = slabs[${state} >>> ${bits}], at = (${state} & ${slab - 1}) * ${n + 1};`;
  const isSecond = form.second ? "table[place + 2] === p2 && table[place + 3] === p3" : "true";
  const writeSecond = form.second
    ? "Atomics.store(table, place + 2, p2); Atomics.store(table, place + 3, p3); if (met) told++;"
    : "";
  return `"use strict";
  const slabs = [];
  let table = new Int32Array(0), mask = 0, next = 0, end = 0, frozen = false, told = 0;
  ${hashSource(n)}
  ${fingerprintSource(n, form)}
  const counts = ${slab * (n + 1)};
  const claim = () => {
    if (frozen) return false;
    const block = Atomics.add(cells, NEXT_BLOCK, 1);
    if (block >= Atomics.load(cells, BLOCK_BUDGET)) return false;
    next = block * BLOCK;
    end = next + BLOCK;
    return true;
  };
  const prints = new Int32Array(mostPrepared * ${each});
  let seen = 0;
  return {
    get told() { return told; },
    adopt(memory) {
      for (let i = 0; i < memory.slabs.length; i++) slabs[memory.from + i] = new Int32Array(memory.slabs[i]);
      if (memory.table === null) return;
      table = new Int32Array(memory.table);
      mask = (table.length >>> ${shift}) - 1;
    },
    beginLevel() {
      next = end = 0;
    },
    freeze() {
      next = end = 0;
      frozen = true;
    },
    hash,
    prepare(batch, from, to) {
      let sum = 0;
      for (let i = from; i < to; i++) {
        fingerprint(batch, i * ${n});
        ${all(each, (k) => `prints[i * ${each} + ${k}] = f${k};`)}
      }
      for (let i = from; i < to; i++) sum ^= table[(prints[i * ${each}] & mask) << ${shift}];
      seen = sum; // kept, so that the loads are not optimised away
    },
    add(batch, index, key) {
      ${all(each, (k) => `const p${k} = prints[index * ${each} + ${k}];`)}
      const base = index * ${n};
      let met = false;
      for (let place = (p0 & mask) << ${shift}; ; place = (place + ${each}) & ((mask << ${shift}) | ${each - 1})) {
        let first = table[place];
        if (first === 0) {
          if (next === end && !claim()) return NO_ROOM;
          const state = next;
          ${locate("state")}
          ${all(n, (w) => `slab[at + ${w}] = batch[base + ${w}];`)}
          slab[at + ${n}] = key;
          first = Atomics.compareExchange(table, place, 0, p0);
          if (first === 0) {
            ${writeSecond}
            Atomics.store(table, place + 1, p1);
            next = state + 1;
            slab[counts + ((state & ${slab - 1}) >>> ${BLOCK_BITS})] = next - end + BLOCK;
            return state;
          }
        }
        if (first !== p0) continue;
        let second = table[place + 1];
        while (second === 0) second = Atomics.load(table, place + 1);
        if (second !== p1) continue;
        if (${isSecond}) return SEEN;
        met = true;
      }
    },
    load(state, words, base) {
      ${locate("state")}
      ${all(n, (w) => `words[base + ${w}] = slab[at + ${w}];`)}
    },
    key(state) {
      ${locate("state")}
      return slab[at + ${n}];
    },
    used(block) {
      return slabs[block >>> ${bits - BLOCK_BITS}][counts + (block & ${(slab >>> BLOCK_BITS) - 1})];
    },
    // Each thread fills a stretch of its own, by plain stores: a compare-and-exchange waits until its line is there.
    rehash(larger, _, part, parts) {
      const wide = new Int32Array(larger), low = (wide.length >>> ${shift}) - 1, left = [];
      const begin = Math.floor((low + 1) * part / parts), end = Math.floor((low + 1) * (part + 1) / parts);
      const size = end - begin;
      ${touching("wide", `begin << ${shift}`, `end << ${shift}`)}
      for (let old = 0; old < table.length; old += ${each}) {
        const first = table[old];
        let place = first & low;
        if (first === 0 || ((place - begin) >>> 0) >= size) continue;
        while (place < end && wide[place << ${shift}] !== 0) place++;
        if (place === end) left.push(old);
        else {
          ${all(each, (k) => `wide[(place << ${shift}) + ${k}] = table[old + ${k}];`)}
        }
      }
      return left;
    },
    settle(larger, left) {
      const wide = new Int32Array(larger), low = (wide.length >>> ${shift}) - 1;
      for (const old of left) {
        let place = table[old] & low;
        while (wide[place << ${shift}] !== 0) place = (place + 1) & low;
        ${all(each, (k) => `wide[(place << ${shift}) + ${k}] = table[old + ${k}];`)}
      }
    },
  };`;
}
