/**
 * What one evaluation of model code looked at. Every bit that it reads of the state before the step is noted once, in
 * order, with its value: two states that agree on these bits are treated alike by a pure function. What was looked at for
 * the value of a definition only is looked at anew by whoever needs it after that.
 */
import type { DefinitionWatch } from "../../machine/definition.js";
import type { Join, Path } from "./path.js";
import { Impure, lookAt } from "./trie.js";

/** Bits that are looked at together: as many as a node of the trie can tell apart. */
export const MOST_BITS = 6;
const UNFIT =
  "a definition wrote to the state, or came to something else than a boolean, a number, a string or nothing";

/** The bits read so far. */
export class Recording implements DefinitionWatch {
  /** The state before the step. */
  readonly before: Int32Array;
  /** Bits of `before` whose values are known, because they were read. */
  readonly known: Int32Array;
  private looks: number[] = [];
  private joins: Join[] = [];
  /** The definitions that are being evaluated: where they began, and what was known then. */
  private readonly open: { readonly from: number; readonly depth: number; readonly known: Int32Array }[] = [];

  constructor(words: number) {
    this.before = new Int32Array(words);
    this.known = new Int32Array(words);
  }

  /** Forgets everything and stands on another state. */
  begin(state: Int32Array): void {
    this.before.set(state);
    this.known.fill(0);
    this.open.length = 0;
    this.take();
  }

  /** What was looked at since the last time. Not while a definition is evaluated. */
  take(): Path {
    const { looks, joins } = this;
    this.looks = [];
    this.joins = [];
    return { looks, joins };
  }

  /** A definition begins. */
  enter(): void {
    const from = this.looks.length;
    const around = this.open.at(-1);
    const depth = around?.from === from ? around.depth + 1 : 0;
    this.open.push({ from, depth, known: this.known.slice() });
  }

  /** It ends: what it looked at is not known to what follows, which has its value alone. */
  leave(value: unknown): void {
    if (typeof value === "object" ? value !== null : typeof value === "function") throw new Impure(UNFIT);
    const { from, depth, known } = this.open.pop() as (typeof this.open)[number];
    const to = this.looks.length;
    // 0 and -0 are told apart by some, and not by who keeps joins by value.
    if (from === to || Object.is(value, -0)) return;
    this.joins.push({ from, to, depth, value });
    this.known.set(known);
  }

  /** It ends with an error: whoever goes on may know all that it looked at. */
  abandon(): void {
    this.open.pop();
  }

  /** @throws Impure while a definition is evaluated */
  mayWrite(): void {
    if (this.open.length !== 0) throw new Impure(UNFIT);
  }

  /** Notes that `width` bits at `bit`, all in one word, decide what happens next. */
  look(bit: number, width: number): void {
    for (let done = 0; done < width; done += MOST_BITS) {
      const word = (bit + done) >>> 5;
      const shift = (bit + done) & 31;
      const part = Math.min(MOST_BITS, width - done);
      const mask = (1 << part) - 1;
      this.looks.push(lookAt(word, shift, part), ((this.before[word] as number) >>> shift) & mask);
      this.known[word] = (this.known[word] as number) | (mask << shift);
    }
  }

  isKnown(bit: number): boolean {
    return (((this.known[bit >>> 5] as number) >>> (bit & 31)) & 1) === 1;
  }
}
