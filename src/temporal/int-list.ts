/** A list of 32-bit numbers that grows. */
export class IntList {
  data = new Int32Array(1 << 10);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) this.grow();
    this.data[this.length++] = value;
  }

  private grow(): void {
    const larger = new Int32Array(2 * this.data.length);
    larger.set(this.data);
    this.data = larger;
  }

  /** Bytes that it takes. */
  get bytes(): number {
    return this.data.byteLength;
  }
}
