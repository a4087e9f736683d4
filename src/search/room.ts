/** The memory of a visited set: how much there is, and how it grows. Only the main thread enlarges it. */
import { BLOCK_BUDGET, type Control, LEARNT, NEXT_BLOCK, totalOf } from "./control.js";
import {
  BLOCK,
  blocksFor,
  MOST_STATES,
  type StateStore,
  slabBytes,
  slabStates,
  type TableForm,
  tableBytesFor,
} from "./store.js";

/** Tables below this many bytes grow fourfold, larger ones twofold. */
const SMALL_TABLE = 2 ** 20;
/** Blocks that each thread must be able to take before the store is enlarged again. */
const BLOCKS_EACH = 2;

/** Shared memory for states. */
export class Room {
  readonly slabs: SharedArrayBuffer[] = [];
  table: SharedArrayBuffer;
  private readonly slabBlocks: number;
  /** Slabs, from the first on, whose states nobody needs any more, and how many of those are in use again. */
  private released = 0;
  private reused = 0;

  /** @param threads how many add states */
  constructor(
    private readonly words: number,
    private readonly control: Control,
    private readonly threads: number,
    private readonly form: TableForm,
  ) {
    this.slabBlocks = slabStates(words) / BLOCK;
    this.table = new SharedArrayBuffer(tableBytesFor(0, form));
    this.slabs.push(new SharedArrayBuffer(slabBytes(words)));
    this.setBudget(Number.POSITIVE_INFINITY);
  }

  /** Blocks in use. */
  get blocks(): number {
    const { cells } = this.control;
    return Math.min(Atomics.load(cells, NEXT_BLOCK), Atomics.load(cells, BLOCK_BUDGET));
  }

  /** Bytes that the blocks in use, the table, and what was learnt of the model take. */
  get bytes(): number {
    return this.kept * this.blockBytes + this.table.byteLength + this.learnt;
  }

  private get learnt(): number {
    return totalOf(this.control, LEARNT);
  }

  /** The bytes of the table that is needed to go on; those of the present one when it will do. */
  get tableWanted(): number {
    let bytes = this.table.byteLength;
    while (blocksFor(bytes, this.form) < this.blocks + BLOCKS_EACH * this.threads) bytes *= bytes < SMALL_TABLE ? 4 : 2;
    return bytes;
  }

  /** Blocks whose memory counts: those of released slabs no longer do. */
  private get kept(): number {
    return this.blocks - this.released * this.slabBlocks;
  }

  private get blockBytes(): number {
    return BLOCK * (this.words + 1) * 4;
  }

  /** Whether the store can be enlarged without taking more than so many bytes; while a table is replaced both count. */
  fits(mostBytes: number): boolean {
    const { table, tableWanted } = this;
    const blocks = this.blocks + BLOCKS_EACH * this.threads;
    const tables = tableWanted > table.byteLength ? table.byteLength + tableWanted : tableWanted;
    const states = (this.kept + BLOCKS_EACH * this.threads) * this.blockBytes;
    return (
      blocks <= Math.floor(MOST_STATES / BLOCK) &&
      tableWanted <= this.form.mostBytes &&
      states + tables + this.learnt <= mostBytes
    );
  }

  /** Gives no more blocks out. */
  freeze(): void {
    const { blocks } = this;
    Atomics.store(this.control.cells, NEXT_BLOCK, blocks);
    Atomics.store(this.control.cells, BLOCK_BUDGET, blocks);
  }

  /**
   * Makes room, while no thread works.
   * @param refill has all threads enter their shares of the states into a new table; false when that failed, and the old one stays
   * @throws RangeError when the system has no memory left
   */
  async enlarge(
    mostBytes: number,
    refill: (table: SharedArrayBuffer, blocks: number) => Promise<boolean>,
  ): Promise<void> {
    const { cells } = this.control;
    const { blocks, tableWanted } = this;
    Atomics.store(cells, NEXT_BLOCK, blocks); // threads that found no room had counted on
    if (tableWanted > this.table.byteLength) {
      const larger = new SharedArrayBuffer(tableWanted);
      if (!(await refill(larger, blocks))) return;
      this.table = larger;
    }
    const wanted = blocks + Math.ceil(this.kept / 4) + BLOCKS_EACH * this.threads;
    while (this.slabs.length * this.slabBlocks < wanted) this.slabs.push(this.slab());
    this.setBudget(mostBytes);
  }

  private setBudget(mostBytes: number): void {
    const most = Math.floor(MOST_STATES / BLOCK);
    const affordable =
      Math.floor((mostBytes - this.table.byteLength - this.learnt) / this.blockBytes) + this.released * this.slabBlocks;
    const inSlabs = this.slabs.length * this.slabBlocks;
    const budget = Math.min(inSlabs, blocksFor(this.table.byteLength, this.form), affordable, most);
    Atomics.store(this.control.cells, BLOCK_BUDGET, budget);
  }

  /** Uses the memory of all states before a block for new ones, while no thread works. */
  release(block: number): void {
    this.released = Math.max(this.released, Math.floor(block / this.slabBlocks));
  }

  /** Gives the memory back; nothing can be asked of the store any more. */
  clear(): void {
    this.slabs.length = 0;
    this.table = new SharedArrayBuffer(0);
  }

  private slab(): SharedArrayBuffer {
    const old = this.reused < this.released ? this.slabs[this.reused++] : undefined;
    if (old === undefined) return new SharedArrayBuffer(slabBytes(this.words));
    new Int32Array(old).fill(0, slabStates(this.words) * (this.words + 1)); // how many states its blocks hold
    return old;
  }

  /** Gives a thread that has nothing yet, such as the main one, what was added since `from` slabs. */
  supply(store: StateStore, from: number): void {
    store.adopt({ from, slabs: this.slabs.slice(from), table: this.table });
  }
}
