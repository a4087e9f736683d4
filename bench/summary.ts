/** Several measurements of one case as a row of a table. */
import type { Case } from "./cases.js";
import type { Measurement } from "./measure.js";

/** A case measured several times. */
export interface Summary {
  readonly name: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly repetitions: number;
  /** Median. */
  readonly seconds: number;
  /** Transitions a second: slowest, median and fastest. */
  readonly rate: { readonly least: number; readonly median: number; readonly most: number };
  readonly bytesPerState: number;
  /** The largest peak of resident memory, in bytes. */
  readonly peak: number;
  /** In words, what differs from the recorded counts; empty when nothing does. */
  readonly wrong: readonly string[];
}

/** Summarises the measurements of a case, of which there is at least one. */
export function summarise({ name, expected }: Case, measured: readonly Measurement[]): Summary {
  const [{ states, transitions, depth, bytes }] = measured;
  const times = measured.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const seconds = median(times);
  const wrong = measured.flatMap((measurement) => [
    ...(measurement.complete ? [] : ["the search did not end"]),
    ...(["states", "transitions", "depth"] as const)
      .filter((count) => expected !== null && measurement[count] !== expected[count])
      .map((count) => `${count}: ${measurement[count]} instead of ${expected?.[count]}`),
  ]);
  return {
    name,
    states,
    transitions,
    depth,
    repetitions: measured.length,
    seconds,
    rate: {
      least: transitions / times[times.length - 1],
      median: transitions / seconds,
      most: transitions / times[0],
    },
    bytesPerState: bytes / states,
    peak: Math.max(...measured.map(({ peak }) => peak)),
    wrong: [...new Set(wrong)],
  };
}

/** The middle of ascending numbers, or the mean of the two in the middle. */
function median(ascending: readonly number[]): number {
  const middle = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
}
