/**
 * Fingerprints of packed states, for a visited set that does not keep the states: tables of random numbers, one entry for
 * each value of each byte of the state, are combined by exclusive or. For random tables any two different states agree in
 * b bits with probability exactly 2^-b, whatever the states are (J. L. Carter and M. N. Wegman, "Universal classes of hash
 * functions", JCSS 18, 1979: their class H3). The tables come out of SHAKE256, so that a seed repeats them.
 */
import { createHash } from "node:crypto";
import { UsageError } from "../machine/errors.js";
import type { ExploreOptions } from "./options.js";

/** What a search keeps of a state instead of the state. Plain data: it can be posted to a thread. */
export interface Fingerprints {
  /** Chooses the tables. */
  readonly seed: number;
  /** Whether a second fingerprint of 64 bits stands beside the first, and tells states apart that agree in that. */
  readonly second: boolean;
  /** Bits of the first fingerprint: 64, or fewer than 32 to see states omitted. */
  readonly bits: number;
}

/** Bits of a fingerprint. */
export const FINGERPRINT_BITS = 64;

/** The fingerprints that a search is asked for, or `null`. @throws UsageError for what does not go with them */
export function fingerprintsOf({ lossy, checkpoint, resume }: ExploreOptions): Fingerprints | null {
  if (lossy === undefined) return null;
  if ((checkpoint ?? resume) !== undefined)
    throw new UsageError(
      "bad-option",
      `--lossy keeps no states that --${checkpoint === undefined ? "resume" : "checkpoint"} could go on from: leave one of them out`,
    );
  const { seed = 0, second = false, bits = FINGERPRINT_BITS } = lossy;
  if (bits !== FINGERPRINT_BITS && !(Number.isInteger(bits) && bits > 0 && bits < 32))
    throw new UsageError("bad-option", `a fingerprint has 64 bits, or 1 to 31 for tests, not ${bits}`);
  return { seed, second, bits };
}

/** Numbers of 32 bits a fingerprint, the second one included. */
export const numbersEach = ({ second }: Fingerprints): 2 | 4 => (second ? 4 : 2);

/** The tables for states of so many words: at ((word · 4 + byte) · 256 + value) stand as many numbers as a fingerprint has. */
export function tablesOf(words: number, form: Fingerprints): Int32Array {
  const outputLength = words * 4 * 256 * numbersEach(form) * 4;
  const bytes = createHash("shake256", { outputLength }).update(`fingerprints ${form.seed}`).digest();
  return Int32Array.from({ length: outputLength / 4 }, (_, n) => bytes.readInt32LE(n * 4));
}

/**
 * A bound on the probability, over the choice of tables, that a search omits a state and yet ends with at most so many.
 *
 * As long as nothing was omitted, the search meets states in an order that has nothing to do with the tables. Take them
 * level by level, and in any fixed order within a level. The first state that is taken for another one is taken for one
 * of those before it, which all stand in the visited set under different fingerprints: at most n. So two of the first
 * n + 1 states agree, and there are n(n + 1)/2 pairs. How many states there are that the search did not see does not
 * matter. (The pairs as in P. Wolper and D. Leroy, "Reliable hashing without collision detection", CAV 1993, who assume
 * hashes that are spread evenly; here that is what the tables give.)
 * @param states those in the visited set at the end
 */
export function omissionBound(states: number, { bits, second }: Fingerprints): number {
  const first = bits === FINGERPRINT_BITS ? agreeing(32) ** 2 : agreeing(bits);
  return Math.min(1, ((states * (states + 1)) / 2) * first * (second ? 2 ** -FINGERPRINT_BITS : 1));
}

/** How likely two random numbers agree when 1 stands for 0 as well, which in the visited set means that nothing is there. */
const agreeing = (bits: number): number => 2 ** -bits * (1 + 2 ** (1 - bits));

/**
 * The source of `fingerprint(words, base)`, which leaves the numbers in `f0`, `f1`, …, neither of the first two of them 0.
 * Refers to `tables`.
 */
export function fingerprintSource(words: number, form: Fingerprints): string {
  const each = numbersEach(form);
  const numbers = Array.from({ length: each }, (_, k) => `f${k}`);
  const rounds = Array.from({ length: words * 4 }, (_, n) => {
    const [w, shift] = [n >>> 2, (n & 3) * 8];
    const byte = shift === 0 ? `words[base + ${w}] & 255` : `(words[base + ${w}] >>> ${shift}) & 255`;
    const mixed = numbers.map((name, k) => `${name} ^= tables[at${k === 0 ? "" : ` + ${k}`}];`);
    return `at = ${n * 256 * each} + (${byte}) * ${each}; ${mixed.join(" ")}`;
  });
  const fewer = form.bits === FINGERPRINT_BITS ? "" : `f0 &= ${2 ** form.bits - 1}; f1 = 1;`;
  return `
  let ${numbers.map((name) => `${name} = 0`).join(", ")};
  const fingerprint = (words, base) => {
    let at = 0;
    ${numbers.join(" = ")} = 0;
    ${rounds.join("\n    ")}
    ${fewer}
    if (f0 === 0) f0 = 1;
    if (f1 === 0) f1 = 1;
  };`;
}
