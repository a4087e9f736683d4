/** What is counted in a search: by each thread, and taken together. */
import { type Control, EXPANDED, STATES, TRANSITIONS, totalOf } from "./control.js";

/** What a thread has counted since the search began. Can be posted to a thread. */
export interface Counts {
  readonly fired: Float64Array;
  readonly exercised: Float64Array;
  /** Distinct states that this thread added. */
  readonly states: number;
  /** States that were compared with a twin whose ids are renamed. */
  readonly examined: number;
  /** States that only a second fingerprint told from others. */
  readonly told: number;
}

/** How far a search is, in numbers. */
export interface Numbers {
  readonly states: number;
  readonly transitions: number;
  /** States of the level that were expanded. */
  readonly expanded: number;
}

/** The numbers of all threads. */
export const numbersOf = (control: Control): Numbers => ({
  states: totalOf(control, STATES),
  transitions: totalOf(control, TRANSITIONS),
  expanded: totalOf(control, EXPANDED),
});

/** What all threads counted, by action, by property, and over all states. */
export function sumOf(counts: readonly Counts[]): {
  fired: number[];
  exercised: number[];
  examined: number;
  told: number;
} {
  const added = (of: (one: Counts) => Float64Array): number[] =>
    Array.from((counts[0] === undefined ? [] : of(counts[0])).keys(), (n) =>
      counts.reduce((sum, one) => sum + (of(one)[n] as number), 0),
    );
  return {
    fired: added(({ fired }) => fired),
    exercised: added(({ exercised }) => exercised),
    examined: counts.reduce((sum, { examined }) => sum + examined, 0),
    told: counts.reduce((sum, { told }) => sum + told, 0),
  };
}
