/** Values to packed words and back: the bridge between the reference interpreter and the fast executor. */
import type { Layout, Placed, Position } from "./layout.js";
import { decode, encode } from "./scalar.js";
import { checkValue, type Value } from "./value.js";

/**
 * Packs a state into words of its own.
 * @throws DomainError when the value does not fit the shape.
 */
export function pack(layout: Layout, value: Value): Int32Array {
  checkValue(layout.shape, value, "");
  const words = new Int32Array(layout.words);
  put(layout.root, value, words);
  return words;
}

/** The state that the words hold, deeply frozen. `offset` is the index of the state's first word. */
export function unpack(layout: Layout, words: Int32Array, offset = 0): Value {
  return get(layout.root, words, offset);
}

function put(placed: Placed, value: Value, words: Int32Array): void {
  if ("at" in placed) write(words, placed.at, encode(placed.shape, value));
  else if ("fields" in placed) {
    const record = value as Readonly<Record<string, Value>>;
    for (const [index, { name }] of placed.shape.fields.entries())
      put(placed.fields[index] as Placed, record[name] as Value, words);
  } else if ("members" in placed) write(words, placed.members, maskOf(value as readonly number[]));
  else if ("present" in placed) {
    const entries = value as readonly (readonly [number, Value])[];
    write(words, placed.present, maskOf(entries.map(([key]) => key)));
    for (const [key, item] of entries) put(placed.items[key] as Placed, item, words);
  } else {
    const items = value as readonly Value[];
    if ("length" in placed) write(words, placed.length, items.length);
    for (const [index, item] of items.entries()) put(placed.items[index] as Placed, item, words);
  }
}

function get(placed: Placed, words: Int32Array, offset: number): Value {
  if ("at" in placed) return decode(placed.shape, read(words, offset, placed.at));
  if ("fields" in placed)
    return Object.freeze(
      Object.fromEntries(
        placed.shape.fields.map(({ name }, index) => [name, get(placed.fields[index] as Placed, words, offset)]),
      ),
    );
  if ("members" in placed) return Object.freeze(keysOf(read(words, offset, placed.members)));
  if ("present" in placed)
    return Object.freeze(
      keysOf(read(words, offset, placed.present)).map((key) =>
        Object.freeze([key, get(placed.items[key] as Placed, words, offset)]),
      ),
    );
  const items = "length" in placed ? placed.items.slice(0, read(words, offset, placed.length)) : placed.items;
  return Object.freeze(items.map((item) => get(item, words, offset)));
}

const bitsOf = ({ width }: Position): number => (width === 0 ? 0 : 0xffffffff >>> (32 - width));

const read = (words: Int32Array, offset: number, at: Position): number =>
  ((words[offset + at.word] as number) >>> at.shift) & bitsOf(at);

function write(words: Int32Array, at: Position, code: number): void {
  words[at.word] = (words[at.word] as number) | (code << at.shift);
}

const maskOf = (keys: readonly number[]): number => keys.reduce((mask, key) => mask | (1 << key), 0);

const keysOf = (mask: number): number[] =>
  Array.from({ length: 31 }, (_, key) => key).filter((key) => ((mask >>> key) & 1) === 1);
