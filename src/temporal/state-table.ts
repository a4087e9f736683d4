/** States, numbered in the order in which they are met. */
import { hashSource } from "../search/hash.js";
import { IntList } from "./int-list.js";

/** Numbers states; equal ones get the same number. */
export class StateTable {
  private readonly states = new IntList();
  private places = new Int32Array(1 << 12);
  private readonly hash: (words: Int32Array, base: number) => number;
  size = 0;

  constructor(private readonly words: number) {
    this.hash = new Function(`"use strict";${hashSource(words)} return hash;`)() as StateTable["hash"];
  }

  /** The number of a state; that of a new one is the size before. */
  number(state: Int32Array): number {
    if (2 * this.size >= this.places.length) this.grow();
    const mask = this.places.length - 1;
    let place = this.hash(state, 0) & mask;
    for (;;) {
      const found = (this.places[place] as number) - 1;
      if (found < 0) break;
      if (this.equals(found, state)) return found;
      place = (place + 1) & mask;
    }
    for (let w = 0; w < this.words; w++) this.states.push(state[w] as number);
    this.places[place] = ++this.size;
    return this.size - 1;
  }

  /** Forgets all states. */
  clear(): void {
    this.states.length = 0;
    this.places.fill(0);
    this.size = 0;
  }

  /** Copies a state. */
  load(number: number, into: Int32Array): void {
    const { data } = this.states;
    const base = number * this.words;
    for (let w = 0; w < this.words; w++) into[w] = data[base + w] as number;
  }

  /** Bytes that it takes. */
  get bytes(): number {
    return this.states.bytes + this.places.byteLength;
  }

  private equals(number: number, state: Int32Array): boolean {
    const { data } = this.states;
    const base = number * this.words;
    for (let w = 0; w < this.words; w++) if (data[base + w] !== state[w]) return false;
    return true;
  }

  private grow(): void {
    this.places = new Int32Array(2 * this.places.length);
    const mask = this.places.length - 1;
    for (let number = 0; number < this.size; number++) {
      let place = this.hash(this.states.data, number * this.words) & mask;
      while (this.places[place] !== 0) place = (place + 1) & mask;
      this.places[place] = number + 1;
    }
  }
}
