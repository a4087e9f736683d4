/**
 * The words of a state as a recording sees them: those before a step, and those after it. Bits that the code itself wrote
 * are known without looking, and bits that were merely copied need not be known at all.
 */
import { WROTE } from "../../machine/answers.js";
import { ModelError } from "../../schema/errors.js";
import type { ObservedWords } from "../../schema/view/access.js";
import type { Recording } from "./recording.js";

/** Where a bit of a state is said to come from when it was written by the code. */
const WRITTEN = -1;

/** The state before a step, to be read only. */
export class BeforeWords implements ObservedWords {
  constructor(private readonly recording: Recording) {}

  read(word: number, shift: number, mask: number): number {
    const { recording } = this;
    const unknown = (mask << shift) & ~(recording.known[word] as number);
    if (unknown !== 0) lookAtRuns(recording, word, unknown);
    return ((recording.before[word] as number) >>> shift) & mask;
  }

  write(): void {
    throw new ModelError(WROTE);
  }

  copy(): void {
    throw new ModelError(WROTE);
  }
}

/** The state after a step: what the effect writes to and, once it is {@link sealed}, what properties read. */
export class AfterWords implements ObservedWords {
  readonly words: Int32Array;
  /** The bit of the state before from which each bit comes, or {@link WRITTEN}. */
  private readonly origin: Int32Array;
  /** Whether writing is over. */
  sealed = false;

  constructor(private readonly recording: Recording) {
    this.words = recording.before.slice();
    this.origin = new Int32Array(this.words.length * 32);
  }

  /** Starts as the state before. */
  begin(): void {
    this.words.set(this.recording.before);
    for (let bit = 0; bit < this.origin.length; bit++) this.origin[bit] = bit;
    this.sealed = false;
  }

  read(word: number, shift: number, mask: number): number {
    const { recording, origin } = this;
    const end = word * 32 + shift + 32 - Math.clz32(mask);
    for (let bit = word * 32 + shift; bit < end; ) {
      const from = origin[bit] as number;
      if (from === WRITTEN || recording.isKnown(from)) {
        bit++;
        continue;
      }
      // Neighbours that come from neighbours in one word are looked at together.
      let width = 1;
      while (bit + width < end && this.follows(bit, width)) width++;
      recording.look(from, width);
      bit += width;
    }
    return ((this.words[word] as number) >>> shift) & mask;
  }

  private follows(bit: number, width: number): boolean {
    const from = origin(this.origin, bit) + width;
    return origin(this.origin, bit + width) === from && (from & 31) !== 0 && !this.recording.isKnown(from);
  }

  write(word: number, shift: number, mask: number, code: number): void {
    if (this.sealed) throw new ModelError(WROTE);
    this.recording.mayWrite();
    this.words[word] = ((this.words[word] as number) & ~(mask << shift)) | (code << shift);
    const start = word * 32 + shift;
    this.origin.fill(WRITTEN, start, start + 32 - Math.clz32(mask));
  }

  copy(word: number, shift: number, mask: number, from: ObservedWords, fromWord: number, fromShift: number): void {
    // Only what stands in the same state can be followed; anything else is read.
    if (from !== this) {
      this.write(word, shift, mask, from.read(fromWord, fromShift, mask));
      return;
    }
    if (this.sealed) throw new ModelError(WROTE);
    this.recording.mayWrite();
    const code = ((this.words[fromWord] as number) >>> fromShift) & mask;
    this.words[word] = ((this.words[word] as number) & ~(mask << shift)) | (code << shift);
    const start = fromWord * 32 + fromShift;
    this.origin.copyWithin(word * 32 + shift, start, start + 32 - Math.clz32(mask));
  }

  /** For a bit that differs from what it was before for certain or perhaps: where it comes from; `null` when it stays. */
  changed(bit: number): { readonly from: number } | { readonly value: number } | null {
    const from = origin(this.origin, bit);
    if (from === bit) return null;
    if (from !== WRITTEN && !this.recording.isKnown(from)) return { from };
    const value = ((this.words[bit >>> 5] as number) >>> (bit & 31)) & 1;
    const was = ((this.recording.before[bit >>> 5] as number) >>> (bit & 31)) & 1;
    return this.recording.isKnown(bit) && was === value ? null : { value };
  }

  /** Says where a bit comes from, for a step that is known already. */
  restore(bit: number, from: number | null): void {
    this.origin[bit] = from ?? WRITTEN;
  }
}

const origin = (origins: Int32Array, bit: number): number => origins[bit] as number;

/** Looks at the set bits of a mask, neighbours together. */
function lookAtRuns(recording: Recording, word: number, mask: number): void {
  for (let shift = 0; shift < 32; ) {
    if (((mask >>> shift) & 1) === 0) {
      shift++;
      continue;
    }
    let width = 1;
    while (shift + width < 32 && ((mask >>> (shift + width)) & 1) === 1) width++;
    recording.look(word * 32 + shift, width);
    shift += width;
  }
}
