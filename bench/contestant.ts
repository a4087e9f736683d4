/** Who can be measured, and what a measurement says. */
import type { Subject } from "./subjects.js";

/** What one run found and took. */
export interface Measurement {
  readonly states: number;
  /** Steps taken, repeats included, the initial state not; `null` when the checker does not say. */
  readonly transitions: number | null;
  /** Seconds of searching, as the checker itself prints them. */
  readonly seconds: number;
  /** Seconds from the start of the process to its end, verdict printed. */
  readonly wall: number;
  /** Processor seconds; `null` where the system does not say. */
  readonly processor: number | null;
  /** Most resident memory, in bytes; `null` where the system does not say. */
  readonly peak: number | null;
  /** The share of all processor time that others took meanwhile, 0 to 1; `null` where the system does not say. */
  readonly others: number | null;
}

/** A checker in one way of running it, on one model at one size. */
export interface Entrant {
  readonly name: string;
  /** What is compared with each other. */
  readonly checker: "leasecheck" | "Spin" | "other";
  readonly subject: Subject;
  /** Whether every state is visited; reductions visit fewer, and are compared by time only. */
  readonly full: boolean;
  /** False where states are kept as fingerprints, and can be missed. */
  readonly exact?: boolean;
}

/** One that can be run here. */
export interface Contestant extends Entrant {
  /** Measures one run. @throws Error when it does not end well */
  readonly run: () => Promise<Measurement>;
}

/** What was measured of an entrant, round by round; plain data. */
export interface Measured extends Entrant {
  readonly runs: readonly Measurement[];
}
