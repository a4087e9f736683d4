/**
 * States on disk: files of records, each the packed words of a state and the key of its parent, as the machine's own
 * 32-bit numbers. Files are sorted by words unless said otherwise.
 */
import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";

/** States in memory while a file is read or written through. */
const BUFFERED = 1 << 13;

/** Compares two states: by words, as signed numbers. */
export function compareWords(
  one: Int32Array,
  oneAt: number,
  other: Int32Array,
  otherAt: number,
  words: number,
): number {
  for (let w = 0; w < words; w++) {
    const a = one[oneAt + w] as number;
    const b = other[otherAt + w] as number;
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

/** Writes records one after another. Call {@link RecordWriter.close} whatever happens. */
export class RecordWriter {
  private readonly file: number;
  private readonly buffer: Int32Array;
  private filled = 0;
  /** Records written so far. */
  count = 0;

  /** @throws Error when the file cannot be made */
  constructor(
    readonly path: string,
    private readonly words: number,
  ) {
    this.file = openSync(path, "w", 0o600);
    this.buffer = new Int32Array(BUFFERED * (words + 1));
  }

  /** @throws Error when the disk is full */
  add(from: Int32Array, at: number, key: number): void {
    const start = this.filled * (this.words + 1);
    for (let w = 0; w < this.words; w++) this.buffer[start + w] = from[at + w] as number;
    this.buffer[start + this.words] = key;
    this.count++;
    if (++this.filled === BUFFERED) this.flush();
  }

  private flush(): void {
    const bytes = this.filled * (this.words + 1) * 4;
    writeFully(this.file, new Uint8Array(this.buffer.buffer, 0, bytes));
    this.filled = 0;
  }

  /** Writes what is left. @throws Error when the disk is full */
  finish(): void {
    this.flush();
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Writes all of it, however the system divides the work. @throws Error */
export function writeFully(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
}

/** Reads the records of a file in order, or any of them by position. */
export class RecordReader {
  private readonly file: number;
  private readonly stride: number;
  /** The record at hand starts at {@link at} here. */
  readonly buffer: Int32Array;
  private first = 0;
  private loaded = 0;
  private position = 0;
  readonly count: number;

  constructor(
    path: string,
    private readonly words: number,
    buffered = BUFFERED,
  ) {
    this.file = openSync(path, "r");
    this.stride = words + 1;
    this.buffer = new Int32Array(buffered * this.stride);
    this.count = Math.floor(fstatSync(this.file).size / (this.stride * 4));
  }

  /** Whether there is a record at hand. */
  get some(): boolean {
    return this.position < this.count;
  }

  /** Where in `buffer` the record at hand starts; call only when there is one. */
  get at(): number {
    return this.offsetOf(this.position);
  }

  /** Where in `buffer` the record with this number starts. */
  offsetOf(position: number): number {
    if (position < this.first || position >= this.first + this.loaded) this.seek(position);
    return (position - this.first) * this.stride;
  }

  /** The key of the record at hand. */
  get key(): number {
    return this.buffer[this.at + this.words] as number;
  }

  next(): void {
    this.position++;
  }

  /** Has the record with this number at hand. */
  seek(position: number): void {
    this.position = position;
    this.first = position;
    const most = Math.min(this.buffer.length, (this.count - position) * this.stride) * 4;
    const bytes = new Uint8Array(this.buffer.buffer, 0, most);
    let got = 0;
    while (got < most) {
      const read = readSync(this.file, bytes, got, most - got, position * this.stride * 4 + got);
      if (read === 0) throw new Error("a file of states was cut while it was in use");
      got += read;
    }
    this.loaded = most / (this.stride * 4);
  }

  /** Has the record of this state at hand, in a sorted file; false when there is none. */
  find(state: Int32Array): boolean {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      this.seek(middle);
      if (compareWords(this.buffer, 0, state, 0, this.words) < 0) low = middle + 1;
      else high = middle;
    }
    if (low === this.count) return false;
    this.seek(low);
    return compareWords(this.buffer, 0, state, 0, this.words) === 0;
  }

  close(): void {
    closeSync(this.file);
  }
}
