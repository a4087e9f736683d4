/** Numbers that only ever get more, in one array: of one thread, or in memory that several threads share. */

const FIRST_SIZE = 1 << 14;

/** What does not fit is not learnt. */
export class PoolFull extends Error {
  override readonly name = "PoolFull";
}

/** Places of an array, handed out one after another. Place 0 is never handed out. */
export class Pool {
  /** Replaced when it grows: hot loops fetch it anew after every addition. What is shared does not grow. */
  data: Int32Array = new Int32Array(FIRST_SIZE);
  /** How many places are in use: a number that all threads see, in one of the cells. */
  private cells: Int32Array = Int32Array.of(1);
  private cell = 0;
  private shared = false;

  /** Bytes in use. */
  get bytes(): number {
    return (this.cells[this.cell] as number) * 4;
  }

  /** Hands out so many places, all 0; the first of them. @throws PoolFull when they are shared, and there are no more */
  allot(places: number): number {
    const start = this.cells[this.cell] as number;
    const end = start + places;
    if (end > this.data.length) this.grow(end);
    this.cells[this.cell] = end;
    return start;
  }

  private grow(needed: number): void {
    if (this.shared) throw new PoolFull();
    let length = this.data.length;
    while (length < needed) length *= 2;
    const larger = new Int32Array(length);
    larger.set(this.data);
    this.data = larger;
  }

  /** Moves into memory that can be shared. */
  moveTo(memory: SharedArrayBuffer, cells: Int32Array, cell: number): void {
    const used = this.bytes / 4;
    new Int32Array(memory).set(this.data.subarray(0, used));
    cells[cell] = used;
    this.adopt(memory, cells, cell);
  }

  /** Goes on in memory that another thread shares. */
  adopt(memory: SharedArrayBuffer, cells: Int32Array, cell: number): void {
    this.data = new Int32Array(memory);
    this.cells = cells;
    this.cell = cell;
    this.shared = true;
  }
}
