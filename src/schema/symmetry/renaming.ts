/** Generated code that gives the ids of a packed state new names. */
import type { Layout } from "../layout.js";
import type { Elements, Section } from "./elements.js";
import type { Family } from "./families.js";
import { anyOf, bitsOf, maskOf, placedSource } from "./source.js";

/**
 * Writes to `to`, from word `at`, what a renaming makes of the state at `from[base]`; the two may be the same.
 * `old` says for each id, by its number, which id of the kind it was, `fresh` which it becomes; they are inverse.
 */
export type Renaming = (from: Int32Array, base: number, to: Int32Array, at: number) => void;

/** Generates the renaming that `old` and `fresh` say at the time of each call. */
export function renamingOf(
  layout: Layout,
  families: readonly Family[],
  { sections, ids }: Elements,
  old: Int32Array,
  fresh: Int32Array,
): Renaming {
  const moving = families.filter(({ keys, held }) => keys.length > 0 || held !== null);
  const taken = bitsOf(
    layout.words,
    moving.flatMap(({ places }) => places.map(({ at }) => at)),
  );
  const tables: Record<string, Int32Array> = {};
  /** An expression for a number that differs from place to place: constant, or from a table. */
  const table = (name: string, numbers: readonly number[], index: string): string => {
    if (numbers.every((number) => number === numbers[0])) return String(numbers[0]);
    tables[name] = Int32Array.from(numbers);
    return `${name}[${index}]`;
  };
  const deposits: string[][] = Array.from({ length: layout.words }, () => []);
  for (const [f, family] of moving.entries()) {
    const { places, keys, held, width } = family;
    for (const [n, { at }] of places.entries()) {
      const index = indexSource(keys, n, sections);
      const ats = places.map((place) => place.at);
      const code = `(W[base + ${table(
        `w${f}`,
        ats.map(({ word }) => word),
        index,
      )}] >>> ${table(
        `s${f}`,
        ats.map(({ shift }) => shift),
        index,
      )}) & ${maskOf(width)}`;
      (deposits[at.word] as string[]).push(placedSource(at, held === null ? code : holding(f, family, code, index)));
    }
  }
  function holding(f: number, { held, places }: Family, code: string, index: string): string {
    const { kind, first } = held as NonNullable<Family["held"]>;
    const start = (sections[kind] as Section).first;
    if (first === 1) return `(c = ${code}) === 0 ? 0 : fresh[${start - 1} + c] + 1`;
    const guards = places.flatMap(({ guard }) => (guard === null ? [] : [guard]));
    if (guards.length === 0) return `fresh[${start} + (${code})]`;
    const word = table(
      `gw${f}`,
      guards.map(({ at }) => at.word),
      index,
    );
    const shift = table(
      `gs${f}`,
      guards.map((guard) => guard.shift),
      index,
    );
    const { mask, least } = guards[0] as (typeof guards)[number];
    return `((W[base + ${word}] >>> ${shift}) & ${mask}) >= ${least} ? fresh[${start} + (${code})] : 0`;
  }
  const words = deposits.map((terms, word) => {
    const kept = ~(taken[word] as number);
    return anyOf([
      ...(kept === 0 ? [] : [kept === -1 ? `W[base + ${word}]` : `W[base + ${word}] & ${kept}`]),
      ...terms,
    ]);
  });
  const source = `"use strict";
  return (W, base, to, at) => {
    let c = 0;
    const ${Array.from({ length: ids }, (_, n) => `q${n} = old[${n}]`).join(", ")};
    const ${words.map((value, word) => `o${word} = ${value}`).join(",\n      ")};
    ${words.map((_, word) => `to[at + ${word}] = o${word};`).join(" ")}
  };`;
  return new Function("old", "fresh", ...Object.keys(tables), source)(old, fresh, ...Object.values(tables)) as Renaming;
}

/** Where the member stood that comes to position `n` of its family. */
function indexSource(keys: readonly number[], n: number, sections: readonly Section[]): string {
  let [rest, factor] = [n, 1];
  const terms: string[] = [];
  for (const kind of keys.toReversed()) {
    const { size, first } = sections[kind] as Section;
    terms.push(factor === 1 ? `q${first + (rest % size)}` : `${factor} * q${first + (rest % size)}`);
    factor *= size;
    rest = Math.floor(rest / size);
  }
  return terms.length === 0 ? "0" : terms.join(" + ");
}
