/** What can be seen of one step, on either side, and how it differs from what was expected. */
import type { CaseStep, Returned } from "./case.js";

/** What was seen from outside after a step. */
export interface Observation {
  /** What came of the caller's call, and of those of sleepers that ended. */
  readonly results: Readonly<Record<string, Returned>>;
  /** Break signals, `H: a`, sorted. */
  readonly signals: readonly string[];
  /** The leases in /proc/locks, `ACTIVE READ H f`, sorted. */
  readonly locks: readonly string[];
}

/** What one side made of a step. */
export type StepOutcome =
  | {
      readonly kind: "seen";
      /** All that is possible there: one on a kernel. Those that are as expected come first. */
      readonly seen: readonly Observation[];
      /** How many of them are as expected. */
      readonly agreeing: number;
    }
  /** The step cannot be made where the side stands. */
  | { readonly kind: "impossible"; readonly why: string };

/** Two that look the same have the same text. */
export const observationKey = ({ results, signals, locks }: Observation): string =>
  JSON.stringify([Object.entries(results).sort(), signals, locks]);

/** Whether all that was looked at is as expected. */
export function agrees(step: CaseStep, seen: Observation): boolean {
  const { expected, actor } = step;
  for (const [who, returned] of Object.entries(seen.results)) {
    const right = who === actor ? expected.result : (expected.ended.get(who) ?? []);
    if (right !== null && !right.includes(returned)) return false;
  }
  return (
    [...expected.ended.keys()].every((who) => seen.results[who] !== undefined) &&
    same(expected.signals, seen.signals) &&
    same(expected.locks, seen.locks)
  );
}

const same = (expected: readonly string[] | null, seen: readonly string[]): boolean =>
  expected === null || JSON.stringify(expected) === JSON.stringify(seen);

/** What was expected of a step, in words. */
export function expectedWords({ actor, expected }: CaseStep): string {
  const { result, ended, signals, locks } = expected;
  const parts: string[] = [];
  if (actor !== null && result !== null) parts.push(`${actor} ${result.map(returnedWords).join(" or ")}`);
  for (const [who, returned] of ended) parts.push(`${who} ${returned.map(returnedWords).join(" or ")}`);
  if (signals !== null) parts.push(signalWords(signals));
  if (locks !== null) parts.push(lockWords(locks));
  return parts.join("; ");
}

/** What was seen, in words; leases only where somebody looked at them, or `everything` is wanted. */
export function seenWords(
  { results, signals, locks }: Observation,
  { actor, expected: { signals: toldOf, locks: looked } }: CaseStep,
  everything = false,
): string {
  const callerFirst = Object.entries(results).sort(([a], [b]) => Number(b === actor) - Number(a === actor));
  const parts = callerFirst.map(([who, returned]) => `${who} ${returnedWords(returned)}`);
  if (everything || toldOf !== null || signals.length > 0) parts.push(signalWords(signals));
  if (everything || looked !== null) parts.push(lockWords(locks));
  return parts.join("; ");
}

function returnedWords(returned: Returned): string {
  if (returned === "ok") return "succeeds";
  if (returned === "blocks" || returned === "exited") return returned;
  return returned.startsWith("F_") ? `gets ${returned}` : `fails with ${returned}`;
}

const signalWords = (signals: readonly string[]): string =>
  signals.length === 0
    ? "no signal"
    : signals.map((signal) => `signal to ${signal.replace(": ", " about ")}`).join(", ");

const lockWords = (locks: readonly string[]): string =>
  locks.length === 0 ? "no lease" : `leases ${locks.join(", ")}`;
