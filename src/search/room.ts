/** The memory of a visited set: how much there is, and how it grows. Only the main thread enlarges it. */
import { BLOCK_BUDGET, type Control, NEXT_BLOCK, NEXT_REHASH } from "./control.js";
import { BLOCK, blocksFor, MOST_STATES, SLAB, type StateStore, slabBytes, tableBytesFor } from "./store.js";

/** Tables below this many bytes grow fourfold, larger ones twofold. */
const SMALL_TABLE = 2 ** 20;
/** Blocks that each thread must be able to take before the store is enlarged again. */
const BLOCKS_EACH = 2;

/** Shared memory for states. */
export class Room {
  readonly slabs: SharedArrayBuffer[] = [];
  table = new SharedArrayBuffer(tableBytesFor(0));

  /** @param threads how many add states */
  constructor(
    private readonly words: number,
    private readonly control: Control,
    private readonly threads: number,
  ) {
    this.slabs.push(new SharedArrayBuffer(slabBytes(words)));
    this.setBudget();
  }

  /** Blocks in use. */
  get blocks(): number {
    const { cells } = this.control;
    return Math.min(Atomics.load(cells, NEXT_BLOCK), Atomics.load(cells, BLOCK_BUDGET));
  }

  /** Bytes that the blocks in use and the table take. */
  get bytes(): number {
    return this.blocks * BLOCK * (this.words + 1) * 4 + this.table.byteLength;
  }

  /** The bytes of the table that is needed to go on; those of the present one when it will do. */
  get tableWanted(): number {
    let bytes = this.table.byteLength;
    while (blocksFor(bytes) < this.blocks + BLOCKS_EACH * this.threads) bytes *= bytes < SMALL_TABLE ? 4 : 2;
    return bytes;
  }

  /** Whether more states can have numbers at all. */
  get numbersLeft(): boolean {
    return this.blocks + BLOCKS_EACH * this.threads < Math.floor(MOST_STATES / BLOCK);
  }

  /**
   * Makes room, while no thread works.
   * @param refill has all threads enter their shares of the states into a new table
   * @throws RangeError when the system has no memory left
   */
  async enlarge(refill: (table: SharedArrayBuffer, blocks: number) => Promise<void>): Promise<void> {
    const { cells } = this.control;
    const { blocks, tableWanted } = this;
    Atomics.store(cells, NEXT_BLOCK, blocks); // threads that found no room had counted on
    if (tableWanted > this.table.byteLength) {
      const larger = new SharedArrayBuffer(tableWanted);
      Atomics.store(cells, NEXT_REHASH, 0);
      await refill(larger, blocks);
      this.table = larger;
    }
    const wanted = Math.ceil(blocks * 1.25) + BLOCKS_EACH * this.threads;
    while ((this.slabs.length * SLAB) / BLOCK < wanted) this.slabs.push(new SharedArrayBuffer(slabBytes(this.words)));
    this.setBudget();
  }

  private setBudget(): void {
    const most = Math.floor(MOST_STATES / BLOCK);
    const budget = Math.min((this.slabs.length * SLAB) / BLOCK, blocksFor(this.table.byteLength), most);
    Atomics.store(this.control.cells, BLOCK_BUDGET, budget);
  }

  /** Gives a thread that has nothing yet, such as the main one, what was added since `from` slabs. */
  supply(store: StateStore, from: number): void {
    store.adopt({ from, slabs: this.slabs.slice(from), table: this.table });
  }
}
