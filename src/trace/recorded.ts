/** A behaviour as tokens and trace files carry it, and the checks on what was read from one: anybody may have written it. */
import type { Step } from "../machine/action.js";
import type { Scalar } from "../schema/scalar.js";
import type { ScopeValue } from "../schema/schema.js";
import { digestOf } from "./digest.js";
import type { Replay } from "./replay.js";

/**
 * A behaviour with the evidence of the run it was recorded in. `machineOf(scenario, recorded)` makes its machine when
 * the scenario still has its names; {@link compare} says whether a replay is the same again.
 */
export interface RecordedBehaviour {
  /** The scenario's name. */
  readonly scenario: string;
  readonly design: string;
  readonly bugs: readonly string[];
  readonly mends: readonly string[];
  /** Scope values: those that differ from the scenario's default scope (tokens), or all (files). */
  readonly scope: Readonly<Record<string, ScopeValue>>;
  /** The property that the last step or state decides, or `null` for a mere sample. */
  readonly property: string | null;
  readonly steps: readonly Step[];
  /** After how many steps the loop begins, for a behaviour that goes on for ever. */
  readonly loop?: number;
  /** Digest of schema and actions. */
  readonly digest: string;
  /** Digest of the packed words of the last state. */
  readonly final: string;
}

/** `changed model`: schema, scope or actions are not those of the recording. `other end`: they are, yet the last state differs. */
export type Comparison = "identical" | "changed model" | "other end";

/** Whether a replay of a recorded behaviour happened on the same model and ended in the same state, to the byte. */
export function compare(recorded: Pick<RecordedBehaviour, "digest" | "final">, replay: Replay): Comparison {
  if (recorded.digest !== digestOf(replay.machine)) return "changed model";
  return recorded.final === replay.final ? "identical" : "other end";
}

const LONGEST_NAME = 1000;
// Names end up in messages on a terminal: control characters and those that turn the direction of text stay out.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** A name of something, fit to be printed. */
export const isName = (value: unknown): value is string =>
  typeof value === "string" &&
  value.length > 0 &&
  value.length <= LONGEST_NAME &&
  value !== "__proto__" &&
  !UNPRINTABLE.test(value);

/** A scalar that a parameter may have. */
export const isScalarValue = (value: unknown): value is Scalar =>
  value === null || isScopeValue(value) || (typeof value === "string" && value === "");

/** A value that a scope key may have. */
export const isScopeValue = (value: unknown): value is ScopeValue =>
  typeof value === "boolean" || Number.isSafeInteger(value) || isName(value);

/** An array all of whose items pass. */
export const isArrayOf = <T>(value: unknown, test: (item: unknown) => item is T): value is readonly T[] =>
  Array.isArray(value) && value.every(test);

/** A plain object all of whose keys are names and whose values pass. */
export const isTableOf = <T>(
  value: unknown,
  test: (item: unknown) => item is T,
): value is Readonly<Record<string, T>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).every(([name, item]) => isName(name) && test(item));
