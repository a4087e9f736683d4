/** What the threads of one search share beside the states: where each takes its next piece of work, and when to stop. */

/** Places in {@link Control.cells}, a cache line apart, so that one thread's writes do not slow down another's. */
export const NEXT_SLICE = 0;
/** The next block of states that is free. */
export const NEXT_BLOCK = 16;
/** Blocks from this one on may not be used yet. */
export const BLOCK_BUDGET = 32;
/** Not 0: take no further work. */
export const STOP = 48;
const CELLS = 64;

/** Numbers that each thread keeps up to date for whoever shows progress. */
export const STATES = 0;
/** Transitions generated. */
export const TRANSITIONS = 1;
/** States of the current level that were expanded. */
export const EXPANDED = 2;
/** Bytes that what was learnt of the model takes. */
export const LEARNT = 3;
const NUMBERS = 16;

/** Shared memory that steers a search; can be posted to a thread. */
export interface Control {
  readonly cells: Int32Array;
  /** {@link NUMBERS} for each thread. */
  readonly progress: Float64Array;
}

/** The control block of a search with so many threads. */
export function controlFor(threads: number): Control {
  return {
    cells: new Int32Array(new SharedArrayBuffer(CELLS * 4)),
    progress: new Float64Array(new SharedArrayBuffer(threads * NUMBERS * 8)),
  };
}

/** The sum of a number over all threads. */
export function totalOf({ progress }: Control, what: number): number {
  let sum = 0;
  for (let at = what; at < progress.length; at += NUMBERS) sum += progress[at] as number;
  return sum;
}

/** Where a thread keeps one of its numbers. */
export const cellOf = (thread: number, what: number): number => thread * NUMBERS + what;
