/** Verdicts: how sure a result is. Never more than was searched. */

export type Verdict =
  | "holds"
  | "holds-with-omission"
  | "violated"
  | "model-error"
  | "holds-to-depth"
  | "sampled"
  | "unknown"
  | "vacuous"
  | "reached"
  | "unreached";

/** Why a search ended before everything was explored; `null` when nothing was left out. */
export type Limit = "states" | "depth" | "time" | "memory" | "disk" | "worker" | "interrupted" | null;

/** The implicit property that every state has a successor or is declared final. */
export const NO_DEADLOCK = "no-deadlock";
/** The name under which a model error is reported. */
export const MODEL_ERROR = "model-error";
