/**
 * What a search comes across in a level, so that of several findings the same one is reported whoever came first: states
 * are compared by their words, never by the order in which they were met.
 */

/** The state itself, on the frontier: it cannot be left, or was written to. */
export const ON_FRONTIER = 0;
/** A state of the next level. */
export const NEW_STATE = 1;
/** A step from a state on the frontier. */
export const ON_STEP = 2;

/** Where a violation was met. Can be posted to a thread. */
export interface Finding {
  readonly kind: typeof ON_FRONTIER | typeof NEW_STATE | typeof ON_STEP;
  /** The state, or the one that the step leaves. */
  readonly words: Int32Array;
  /** The instance of the step; -1 for a state. */
  readonly instance: number;
}

/** A model error, and where it was met. */
export interface Failure {
  readonly finding: Finding;
  readonly message: string;
}

/** What one thread, or all, found in a level. */
export interface LevelFindings {
  /** By property. */
  readonly properties: readonly (Finding | null)[];
  readonly deadlock: Finding | null;
  readonly failure: Failure | null;
}

/** Whether a finding at these words comes before another of the same level. */
export function precedes(
  kind: Finding["kind"],
  words: Int32Array,
  instance: number,
  other: Finding | null | undefined,
): boolean {
  if (other === null || other === undefined) return true;
  if (kind !== other.kind) return kind < other.kind;
  for (let w = 0; w < words.length; w++) {
    const mine = words[w] as number;
    const theirs = other.words[w] as number;
    if (mine !== theirs) return mine < theirs;
  }
  return instance < other.instance;
}

/** The lesser of two findings of the same level. */
export function least(one: Finding | null, other: Finding | null): Finding | null {
  if (one === null) return other;
  return precedes(one.kind, one.words, one.instance, other) ? one : other;
}

/** What several threads found, taken together. */
export function mergeFindings(one: LevelFindings, other: LevelFindings): LevelFindings {
  return {
    properties: one.properties.map((finding, n) => least(finding, other.properties[n] ?? null)),
    deadlock: least(one.deadlock, other.deadlock),
    failure:
      one.failure === null || other.failure === null
        ? (one.failure ?? other.failure)
        : least(one.failure.finding, other.failure.finding) === one.failure.finding
          ? one.failure
          : other.failure,
  };
}
