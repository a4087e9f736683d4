/** Pieces of source text that the generated code of canonical forms is put together from. */
import type { Position } from "../layout.js";

/** The mask of a field's bits, as text. */
export const maskOf = (width: number): string => String(width >= 31 ? 0x7fffffff : 2 ** width - 1);

/** An expression for the bits of a field of the state at `base` in `W`. */
export const readSource = ({ word, shift, width }: Position): string =>
  `(W[base + ${word}] >>> ${shift}) & ${maskOf(width)}`;

/** An expression for `value`, bits that fit, at their place in a word. */
export const placedSource = ({ shift }: Position, value: string): string =>
  shift === 0 ? value : `(${value}) << ${shift}`;

/** An expression that gathers terms with `|`. */
export const anyOf = (terms: readonly string[]): string =>
  terms.length === 0 ? "0" : terms.map((term) => `(${term})`).join(" | ");

/** The bits of each word that the positions take. */
export function bitsOf(words: number, positions: readonly Position[]): Int32Array {
  const bits = new Int32Array(words);
  for (const { word, shift, width } of positions) bits[word] = (bits[word] as number) | ((2 ** width - 1) << shift);
  return bits;
}
