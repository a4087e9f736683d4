/** What the world outside sees of a step: calls that come in, and what becomes of them. */

/** Something that is seen. Two designs are compared by nothing else. */
export interface Observation {
  /** What sort of thing it is, in words: differences are told apart by it. */
  readonly kind: string;
  /** The thing itself, in words. The same words are the same observation, whatever step shows it. */
  readonly says: string;
}

/** The kind of what comes from outside: calls, answers to callbacks, the passing of time. The rest are outcomes. */
export const CALL = "call";
