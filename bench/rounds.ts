/** Runs contestants in turn, and sums their repetitions up. */
import { AT_ONCE } from "./at-once.js";
import type { Contestant, Entrant, Measured, Measurement } from "./contestant.js";
import { LIVENESS, SAFETY } from "./leasecheck.js";

/** Least, middle and greatest of some numbers. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** A contestant's repetitions. */
export interface Summary {
  readonly subject: string;
  readonly name: string;
  readonly checker: Contestant["checker"];
  readonly full: boolean;
  readonly states: number;
  readonly transitions: number | null;
  readonly repetitions: number;
  readonly seconds: Spread;
  readonly wall: Spread;
  readonly processor: Spread | null;
  /** Greatest resident memory, in bytes. */
  readonly peak: number | null;
  /** The share of the machine that others took during the run in which they took most of it, 0 to 1. */
  readonly others: number | null;
}

/** How much faster one contestant is than another: the ratio of their seconds, round by round. */
export interface Ratio {
  readonly subject: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: Spread;
}

/** What a contestant found that it should not have, and when contestants do not agree. */
export interface Judgement {
  readonly summaries: readonly Summary[];
  readonly ratios: readonly Ratio[];
  /** Of one worker's seconds to those of two, and to those of each of two searches that run at once. */
  readonly cores: readonly Ratio[];
  /** Of the seconds of liveness to those of safety. */
  readonly liveness: readonly Ratio[];
  readonly wrong: readonly string[];
}

/**
 * Measures every contestant `repetitions` times, in turn: what slows the machine for a while slows them all.
 * @throws Error when a run does not end well
 */
export async function measure(
  contestants: readonly Contestant[],
  repetitions: number,
  before: (contestant: Contestant, round: number) => void,
  after: (soFar: readonly Measured[]) => void = () => {},
): Promise<Measured[]> {
  const runs = contestants.map((): Measurement[] => []);
  const measured = () =>
    contestants.map(({ name, checker, subject, full, exact = true }, n) => ({
      ...{ name, checker, subject, full, exact },
      runs: runs[n],
    }));
  for (let round = 0; round < repetitions; round++)
    for (const [n, contestant] of contestants.entries()) {
      before(contestant, round);
      runs[n].push(await contestant.run());
      after(measured().filter((one) => one.runs.length > 0));
    }
  return measured();
}

/** The rounds of several benches as one bench. */
export function merge(benches: readonly (readonly Measured[])[]): Measured[] {
  const merged = new Map<string, Measured>();
  for (const measured of benches.flat()) {
    const key = `${measured.name}, ${measured.subject.name}`;
    merged.set(key, { ...measured, runs: [...(merged.get(key)?.runs ?? []), ...measured.runs] });
  }
  return [...merged.values()];
}

/** Sums measurements up, compares the fastest, and checks every count. */
export function judge(entries: readonly Measured[]): Judgement {
  return {
    summaries: entries.map(summarise),
    ratios: ratiosOf(entries),
    cores: coresOf(entries),
    liveness: livenessOf(entries),
    wrong: [...new Set(entries.flatMap((entry) => entry.runs.flatMap((run) => wrongCounts(entry, run))))],
  };
}

function wrongCounts({ name, subject, full }: Entrant, run: Measurement): string[] {
  const { orbits = null } = subject;
  const reduced = orbits === null ? null : { states: orbits, transitions: null };
  const expected = full ? subject.expected : reduced;
  if (expected === null) return [];
  return (["states", "transitions"] as const)
    .filter((count) => run[count] !== null && expected[count] !== null && run[count] !== expected[count])
    .map((count) => `${name}, ${subject.name}: ${run[count]} ${count} instead of ${expected[count]}`);
}

function summarise({ subject, name, checker, full, runs }: Measured): Summary {
  const [{ states, transitions }] = runs;
  const known = (key: "processor" | "peak" | "others"): number[] => runs.flatMap((run) => run[key] ?? []);
  const most = (numbers: readonly number[]): number | null => (numbers.length === 0 ? null : Math.max(...numbers));
  return {
    subject: subject.name,
    name,
    checker,
    full,
    states,
    transitions,
    repetitions: runs.length,
    seconds: spreadOf(runs.map(({ seconds }) => seconds)),
    wall: spreadOf(runs.map(({ wall }) => wall)),
    processor: known("processor").length === 0 ? null : spreadOf(known("processor")),
    peak: most(known("peak")),
    others: most(known("others")),
  };
}

/** On each subject, every way of ours against Spin's ways with the least median: of all, and of those that are exact. */
function ratiosOf(entries: readonly Measured[]): Ratio[] {
  const median = ({ runs }: Measured): number => spreadOf(runs.map(({ seconds }) => seconds)).median;
  return entries
    .filter(({ checker }) => checker === "leasecheck")
    .flatMap((ours) => {
      const theirs = entries
        .filter(({ checker, subject }) => checker === "Spin" && subject.name === ours.subject.name)
        .sort((a, b) => median(a) - median(b));
      const fastest = new Set([theirs[0], theirs.find(({ exact = true }) => exact)]);
      return [...fastest].flatMap((one) => (one === undefined ? [] : [ratioOf(ours, one)]));
    });
}

/** What a second core brings: two workers, and two searches at once, against one worker. */
function coresOf(entries: readonly Measured[]): Ratio[] {
  return entries.flatMap((ours) => {
    const alone = ours.name.replace("2 workers", "1 worker").replace(AT_ONCE, "1 worker");
    const one = entries.find(({ name, subject }) => name === alone && subject.name === ours.subject.name);
    return one === undefined || one === ours ? [] : [ratioOf(ours, one)];
  });
}

/** What liveness takes, in times of what safety does. */
function livenessOf(entries: readonly Measured[]): Ratio[] {
  const called = (wanted: string): Measured[] => entries.filter(({ name }) => name === `leasecheck ${wanted}`);
  return called(SAFETY).flatMap((safety) =>
    called(LIVENESS)
      .filter(({ subject }) => subject.name === safety.subject.name)
      .map((liveness) => ({ ...ratioOf(safety, liveness), ours: liveness.name, theirs: safety.name })),
  );
}

function ratioOf(ours: Measured, theirs: Measured): Ratio {
  const paired = Math.min(ours.runs.length, theirs.runs.length);
  const ratio = spreadOf(ours.runs.slice(0, paired).map(({ seconds }, round) => theirs.runs[round].seconds / seconds));
  return { subject: ours.subject.name, ours: ours.name, theirs: theirs.name, ratio };
}

/** Least, median and greatest of at least one number. */
export function spreadOf(numbers: readonly number[]): Spread {
  const ascending = [...numbers].sort((a, b) => a - b);
  const middle = ascending.length >> 1;
  return {
    least: ascending[0],
    median: ascending.length % 2 === 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2,
    most: ascending[ascending.length - 1],
  };
}
