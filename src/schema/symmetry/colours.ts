/**
 * Colours: numbers that tell elements apart by what a state says of them, and that no renaming changes. First from the
 * bits of each id alone; each round of refinement then mixes in the colours of those that it is related to. Equal colours
 * may be an accident (they are hashes): that costs time, and never a wrong result, for ties are searched.
 */
import type { Elements, Section } from "./elements.js";
import type { Family, Guard, Place } from "./families.js";
import { readSource } from "./source.js";

/** Colours the elements of a state. */
export interface Colouring {
  /** The colour of each element. */
  readonly colours: Int32Array;
  /** 0 for elements of which the state says nothing at all: all their bits are 0, and nobody holds them. */
  readonly used: Int32Array;
  /** Colours the elements of the state at `words[base]` by their own bits. */
  start(words: Int32Array, base: number): void;
  /** One round of refinement, on the state that was last given to `start`. */
  refine(): void;
}

/** Generates the colouring of the states that the families describe. */
export function colouringOf(families: readonly Family[], elements: Elements): Colouring {
  const { sections, size } = elements;
  const own = families.filter(({ keys, held }) => keys.length === 1 && held === null);
  const named = families.filter(({ keys, held }) => keys.length === 0 && held !== null);
  const related = families.filter(({ keys, held }) => keys.length + (held === null ? 0 : 1) > 1);
  const next = saltsFrom(0x2545f491);
  const starts = sections.flatMap((section, k) =>
    Array.from({ length: section.size }, (_, id) =>
      ownColour(
        section,
        id,
        own.filter(({ keys }) => keys[0] === k),
      ),
    ),
  );
  const names = named.map(({ held, places }) => {
    const { at, guard } = places[0] as Place;
    const { kind, first } = held as NonNullable<Family["held"]>;
    const start = (sections[kind] as Section).first - first;
    return `v = ${readSource(at)}; if (${inUse(guard, first)}) { C[${start} + v] += ${next()}; U[${start} + v] = 1; }`;
  });
  const reads: string[] = [];
  const rounds: string[] = [];
  for (const family of related) {
    const { keys, held, places } = family;
    const salts = [...keys, ...(held === null ? [] : [0])].map(() => next());
    for (const [n, { at, guard }] of places.entries()) {
      const slot = reads.length;
      const known = elementsAt(keys, n, sections);
      const marks = known.map((element) => `U[${element}] = 1;`).join(" ");
      if (held === null) {
        reads.push(`v = R[${slot}] = ${readSource(at)}; if (v !== 0) { ${marks} }`);
        rounds.push(`v = R[${slot}]; if (v !== 0) { ${shares(known.map(String), salts, "Math.imul(v, 0x3c6ef35f)")} }`);
      } else {
        const start = (sections[held.kind] as Section).first - held.first;
        reads.push(
          `v = ${readSource(at)}; if (${inUse(guard, held.first)}) { v += ${start}; R[${slot}] = v; U[v] = 1; ${marks} } else R[${slot}] = -1;`,
        );
        rounds.push(`v = R[${slot}]; if (v >= 0) { ${shares([...known.map(String), "v"], salts, "0")} }`);
      }
    }
  }
  const blocks = sections.flatMap(({ first, firstBlock, blocks: all, groups }) => {
    if (firstBlock < 0) return [];
    const [up, down] = [next(), next()];
    return groups.flatMap((group) => {
      const salt = next();
      return group.map((block) => {
        const members = (all[block] as number[]).map((id) => first + id);
        const b = firstBlock + block;
        return {
          start: `C[${b}] = ${salt} + ${members.map((id) => `mix(C[${id}], ${up})`).join(" + ")}; U[${b}] = ${members.map((id) => `U[${id}]`).join(" | ")};`,
          round: members.map((id) => `D[${b}] += mix(C[${id}], ${up}); D[${id}] += mix(C[${b}], ${down});`).join(" "),
        };
      });
    });
  });
  const colours = new Int32Array(size);
  const used = new Int32Array(size);
  const source = `"use strict";
  const mix = (colour, salt) => { const h = Math.imul(colour ^ salt, 0x9e3779b1); return h ^ (h >>> 15); };
  return {
    colours: C,
    used: U,
    start(W, base) {
      let h = 0, u = 0, v = 0;
      ${starts.join("\n      ")}
      ${reads.join("\n      ")}
      ${names.join("\n      ")}
      ${blocks.map(({ start }) => start).join("\n      ")}
    },
    refine() {
      let v = 0;
      for (let e = 0; e < ${size}; e++) D[e] = Math.imul(C[e], 0x01000193);
      ${rounds.join("\n      ")}
      ${blocks.map(({ round }) => round).join("\n      ")}
      for (let e = 0; e < ${size}; e++) C[e] = D[e];
    },
  };`;
  const make = new Function("C", "D", "U", "R", source);
  return make(colours, new Int32Array(size), used, new Int32Array(Math.max(1, reads.length))) as Colouring;

  function ownColour({ first, blocks: all, groups }: Section, id: number, fields: readonly Family[]): string {
    const group = groups.findIndex((members) => members.some((block) => (all[block] as number[]).includes(id)));
    const terms = fields.map(
      ({ places }) =>
        `v = ${readSource((places[id] as Place).at)}; u |= v; h = Math.imul(h ^ v, 0x9e3779b1); h ^= h >>> 15;`,
    );
    return `h = ${0x1b873593 + group}; u = 0; ${terms.join(" ")} C[${first + id}] = h; U[${first + id}] = u;`;
  }
}

/** What each partner in a relation gets of the colours of the others. */
function shares(partners: readonly string[], salts: readonly number[], value: string): string {
  return partners
    .map((partner, role) => {
      const others = partners.filter((_, n) => n !== role);
      const mixed = others.reduce((salt, other) => `mix(C[${other}], ${salt})`, `${salts[role]} + ${value} | 0`);
      return `D[${partner}] += ${mixed};`;
    })
    .join(" ");
}

/** The numbers of the ids that lead to a member of a family. */
function elementsAt(keys: readonly number[], n: number, sections: readonly Section[]): number[] {
  let rest = n;
  return keys
    .toReversed()
    .map((kind) => {
      const { size, first } = sections[kind] as Section;
      const id = rest % size;
      rest = Math.floor(rest / size);
      return first + id;
    })
    .toReversed();
}

/** Whether the code `v` stands for an id. */
const inUse = (guard: Guard | null, first: 0 | 1): string =>
  first === 1
    ? "v !== 0"
    : guard === null
      ? "true"
      : `((W[base + ${guard.at.word}] >>> ${guard.shift}) & ${guard.mask}) >= ${guard.least}`;

/** Numbers that have nothing to do with each other. */
function saltsFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 0x41c64e6d) + 0x3039) | 0;
    return Math.imul(state ^ (state >>> 16), 0x45d9f3b) | 0;
  };
}
