/**
 * How view classes reach the bits of a state, as source text. *Plain* views work on an `Int32Array` in place and are what
 * the search runs on; *observed* views ask an {@link ObservedWords} for every field, so that somebody can see which bits
 * model code looked at. Both are generated from the same sources, so that they cannot differ in anything else.
 */

/** The words of a state behind observed views. Fields are given by word, shift and the mask of their bits. */
export interface ObservedWords {
  read(word: number, shift: number, mask: number): number;
  write(word: number, shift: number, mask: number, code: number): void;
  /** Makes a field the same as one of `from`, whatever it holds. */
  copy(word: number, shift: number, mask: number, from: ObservedWords, fromWord: number, fromShift: number): void;
}

/** Source text for the accesses of one kind of view; every argument is an expression without side effects. */
export interface Access {
  readonly kind: "plain" | "observed";
  /** An expression for the code in a field. */
  read(words: string, word: string, shift: string, mask: string): string;
  /** A statement that writes the code of a field. */
  write(words: string, word: string, shift: string, mask: string, code: string): string;
  /** A statement that copies a field. */
  copy(words: string, word: string, shift: string, mask: string, from: readonly [string, string, string]): string;
}

const readPlain = (words: string, word: string, shift: string, mask: string): string =>
  `(${words}[${word}] >>> ${shift}) & ${mask}`;
const writePlain = (words: string, word: string, shift: string, mask: string, code: string): string =>
  `${words}[${word}] = (${words}[${word}] & ~(${mask} << ${shift})) | ((${code}) << ${shift});`;

/** Shifts and masks on an `Int32Array`. */
export const plainAccess: Access = {
  kind: "plain",
  read: readPlain,
  write: writePlain,
  copy: (words, word, shift, mask, [from, fromWord, fromShift]) =>
    writePlain(words, word, shift, mask, readPlain(from, fromWord, fromShift, mask)),
};

/** Calls of {@link ObservedWords}. */
export const observedAccess: Access = {
  kind: "observed",
  read: (words, word, shift, mask) => `${words}.read(${word}, ${shift}, ${mask})`,
  write: (words, word, shift, mask, code) => `${words}.write(${word}, ${shift}, ${mask}, ${code});`,
  copy: (words, word, shift, mask, from) => `${words}.copy(${word}, ${shift}, ${mask}, ${from.join(", ")});`,
};
