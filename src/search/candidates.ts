/**
 * Successors that memory has no room for, while a level is expanded: each once, with the least key of its parents, until
 * they fill their share of memory; then they are sorted and written to a file (a *run*), and the next ones are collected.
 * Whether they are new is only known at the end of the level (`merge.ts`): delayed duplicate detection, as in U. Stern and
 * D. L. Dill, "Using magnetic disk instead of main memory in the Murphi verifier", CAV 1998.
 */
import { join } from "node:path";
import { compareWords, RecordWriter } from "./records.js";

/** Fewer are not worth a file. */
const LEAST = 1 << 10;

/** Where runs go, and how many bytes may be collected before one is written. Can be posted to a thread. */
export interface SpillPlan {
  readonly folder: string;
  readonly bytes: number;
}

/** The collected successors of one thread. */
export class Candidates {
  private readonly stride: number;
  private readonly most: number;
  private readonly records: Int32Array;
  private readonly table: Int32Array;
  private count = 0;
  private written = 0;
  private runs: string[] = [];

  constructor(
    private readonly plan: SpillPlan,
    private readonly words: number,
    private readonly thread: number,
  ) {
    this.stride = words + 1;
    // A record, its places in the table (two to four), and its number while sorting.
    this.most = Math.max(LEAST, Math.floor(plan.bytes / (this.stride * 4 + 20)));
    this.records = new Int32Array(this.most * this.stride);
    this.table = new Int32Array(2 ** Math.ceil(Math.log2(this.most * 2)));
  }

  /** Collects the state at `base`. @param hash its hash @throws Error when a run cannot be written */
  add(batch: Int32Array, base: number, hash: number, key: number): void {
    const { words, stride, records, table } = this;
    const mask = table.length - 1;
    let place = hash & mask;
    for (let entry = table[place] as number; entry !== 0; entry = table[place] as number) {
      const at = (entry - 1) * stride;
      if (compareWords(records, at, batch, base, words) === 0) {
        if (key >>> 0 < (records[at + words] as number) >>> 0) records[at + words] = key;
        return;
      }
      place = (place + 1) & mask;
    }
    if (this.count === this.most) {
      this.write();
      place = hash & mask;
    }
    const at = this.count * stride;
    for (let w = 0; w < words; w++) records[at + w] = batch[base + w] as number;
    records[at + words] = key;
    table[place] = ++this.count;
  }

  /** Writes what is left, and says which files hold what was collected since the last time. @throws Error */
  finish(): string[] {
    if (this.count > 0) this.write();
    const { runs } = this;
    this.runs = [];
    return runs;
  }

  private write(): void {
    const { words, stride, records } = this;
    const order = new Uint32Array(this.count).map((_, n) => n);
    order.sort((a, b) => compareWords(records, a * stride, records, b * stride, words));
    const path = join(this.plan.folder, `run-${this.thread}-${this.written++}.bin`);
    const writer = new RecordWriter(path, words);
    try {
      for (const n of order) writer.add(records, n * stride, records[n * stride + words] as number);
      writer.finish();
    } finally {
      writer.close();
    }
    this.runs.push(path);
    this.table.fill(0);
    this.count = 0;
  }
}
