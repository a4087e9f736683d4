/**
 * What steps do, once it is known what they depend on: each leaf says which bits of the state get which values, which
 * bits are copied from elsewhere in the state before, and where the judgements of the properties are found.
 *
 * A leaf is a stretch of one array: a header (sets, copies and judgements, ten bits each), then the sets (word, bits to
 * keep, bits to set), the copies (word, shift and mask of the source, word and shift of the target), the judgements
 * (property, place of its tree or its outcome), and a word of known bits for each word of the state.
 */
import { Pool } from "./pool.js";
import type { Recording } from "./recording.js";
import type { AfterWords } from "./words.js";

/** The most that a header can name of each. */
export const MOST = 1023;
/** The bit of a header from which on copies are counted. */
export const COPIES = 10;
/** The bit of a header from which on judgements are counted. */
export const JUDGEMENTS = 20;

const setsIn = (header: number): number => header & MOST;
const copiesIn = (header: number): number => (header >>> COPIES) & MOST;
const judgementsIn = (header: number): number => header >>> JUDGEMENTS;

/** A judgement that stands without looking at anything: the outcome of a property on every step with this leaf. */
export interface Judgement {
  readonly property: number;
  /** The place of a tree, or a negative outcome. */
  readonly slot: number;
}

/** All leaves of one machine. */
export class Leaves {
  readonly pool = new Pool();

  constructor(private readonly words: number) {}

  /** The array that they are in; replaced when it grows. */
  get data(): Int32Array {
    return this.pool.data;
  }

  /** Keeps what a recorded step did; the place of its leaf, or 0 when it is too large to be worth it. @throws PoolFull */
  add(recording: Recording, after: AfterWords, judgements: readonly Judgement[]): number {
    const sets: number[] = [];
    const copies: number[] = [];
    for (let word = 0; word < this.words; word++) this.changes(after, word, sets, copies);
    if (sets.length > 3 * MOST || copies.length > 5 * MOST || judgements.length > MOST) return 0;
    const header = sets.length / 3 + ((copies.length / 5) << COPIES) + (judgements.length << JUDGEMENTS);
    const leaf = [header, ...sets, ...copies, ...judgements.flatMap(({ property, slot }) => [property, slot])];
    const all = [...leaf, ...recording.known];
    const place = this.pool.allot(all.length);
    this.data.set(all, place);
    return place;
  }

  /** Whether two leaves are of the same step: all but the places of their judgements. */
  same(one: number, other: number): boolean {
    const { data } = this;
    const header = data[one] as number;
    if (header !== data[other]) return false;
    const changes = 1 + 3 * setsIn(header) + 5 * copiesIn(header);
    for (let n = 1; n < changes; n++) if (data[one + n] !== data[other + n]) return false;
    return true;
  }

  private changes(after: AfterWords, word: number, sets: number[], copies: number[]): void {
    let changed = 0;
    let bits = 0;
    for (let shift = 0; shift < 32; shift++) {
      const change = after.changed(word * 32 + shift);
      if (change === null) continue;
      changed |= 1 << shift;
      if ("value" in change) bits |= change.value << shift;
      else {
        const width = runOf(after, word * 32 + shift, change.from, Math.min(32 - shift, 32 - (change.from & 31)));
        const mask = width === 32 ? -1 : (1 << width) - 1;
        copies.push(change.from >>> 5, change.from & 31, mask, word, shift);
        changed |= mask << shift;
        shift += width - 1;
      }
    }
    if (changed !== 0) sets.push(word, ~changed, bits);
  }

  /** The judgements at a leaf. */
  judgements(leaf: number): Judgement[] {
    const { data } = this;
    const header = data[leaf] as number;
    const start = leaf + 1 + 3 * setsIn(header) + 5 * copiesIn(header);
    return Array.from({ length: judgementsIn(header) }, (_, n) => ({
      property: data[start + 2 * n] as number,
      slot: data[start + 2 * n + 1] as number,
    }));
  }

  /** Brings back what was known at a leaf, so that a property can be recorded from there. */
  restore(leaf: number, recording: Recording, after: AfterWords): void {
    const { data } = this;
    const header = data[leaf] as number;
    after.begin();
    let at = leaf + 1;
    for (let n = setsIn(header); n > 0; n--, at += 3) {
      const word = data[at] as number;
      const changed = ~(data[at + 1] as number);
      for (let shift = 0; shift < 32; shift++) if ((changed >>> shift) & 1) after.restore(word * 32 + shift, null);
    }
    for (let n = copiesIn(header); n > 0; n--, at += 5) {
      const from = (data[at] as number) * 32 + (data[at + 1] as number);
      const width = 32 - Math.clz32(data[at + 2] as number);
      const to = (data[at + 3] as number) * 32 + (data[at + 4] as number);
      for (let bit = 0; bit < width; bit++) after.restore(to + bit, from + bit);
    }
    at += 2 * judgementsIn(header);
    for (let word = 0; word < this.words; word++) recording.known[word] = data[at + word] as number;
  }
}

/** How many bits from `bit` on are copied from `from` and its neighbours, at most `most`. */
function runOf(after: AfterWords, bit: number, from: number, most: number): number {
  let width = 1;
  for (; width < most; width++) {
    const next = after.changed(bit + width);
    if (next === null || !("from" in next) || next.from !== from + width) break;
  }
  return width;
}
