/**
 * Randomness from a seed. The algorithm is pinned: a seed printed today gives the same numbers with every later version,
 * on every machine.
 */
import { createHash } from "node:crypto";
import seedrandom from "seedrandom";

/** A source of random numbers; its next number depends on its seed and on how many were drawn. */
export interface Rng {
  /** A whole number from 0 up to and without `n`, all equally likely (`n` up to 2³²). */
  below(n: number): number;
}

/** The random numbers of a seed (Johannes Baagøe's Alea, as in the package `seedrandom`). */
export function rngOf(seed: string): Rng {
  const next = seedrandom.alea(seed);
  return { below: (n) => Math.floor(next() * n) };
}

/** The seed of the `n`-th part of a seeded run, from 0; parts are independent of each other and of their number. */
export function derive(seed: string, n: number): string {
  // Hashed, because a generator seeded with "7/1" and "7/2" may begin with numbers that resemble each other.
  return createHash("sha256").update(`${seed}/${n}`).digest("hex").slice(0, 16);
}
