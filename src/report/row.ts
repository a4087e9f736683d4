/** One line of a result table: what is known of one property of one machine. */
import type { Step } from "../machine/action.js";
import type { PropertyKind } from "../machine/property.js";
import type { Limit, Verdict } from "../machine/verdict.js";
import { limitWords } from "./words.js";

/** What is known of one property of one machine. */
export interface ResultRow {
  readonly scenario: string;
  readonly design: string;
  readonly bugs: readonly string[];
  readonly mends: readonly string[];
  /** A property's name, `no-deadlock`, `model-error`, or the action that never fires. */
  readonly property: string;
  readonly kind: PropertyKind | "model-error" | "action";
  readonly verdict: Verdict;
  /** How often the property had something to say. */
  readonly exercised: number;
  /** A behaviour that shows the verdict: a counterexample, or how something is reached. */
  readonly steps: readonly Step[] | null;
  /** For a behaviour that goes on for ever: after how many of its steps the loop begins. Absent or `null` for others. */
  readonly loop?: number | null;
  /** Why the verdict is not better. */
  readonly limit: Limit;
  /** The depth searched in full, for `holds-to-depth`. */
  readonly depth: number;
  /** At most how likely it is that the verdict is owed to omitted states; `null` where none were, or they do not matter. */
  readonly omission?: number | null;
  /** Position of the exploration in the report that it comes from. */
  readonly exploration: number;
  /** What went wrong, for `model-error`; why nothing is known, for `unknown`; how much was seen, for `sampled`. */
  readonly message: string | null;
}

/** The verdict in words, saying no more than is known. */
export function verdictWords(
  row: Pick<ResultRow, "verdict" | "kind" | "limit" | "depth" | "message" | "omission">,
): string {
  const omitted = typeof row.omission === "number" ? ", unless states were omitted" : "";
  switch (row.verdict) {
    case "holds":
      return "holds";
    case "holds-with-omission":
      return `holds${omitted}`;
    case "violated":
      return "VIOLATED";
    case "model-error":
      return "MODEL ERROR";
    case "holds-to-depth":
      return `holds up to depth ${row.depth}${omitted}`;
    case "sampled":
      return `no violation in the sample${row.message === null ? "" : `: ${row.message}`}`;
    case "unknown":
      return `unknown: ${row.message ?? limitWords(row.limit)}`;
    case "vacuous":
      return row.kind === "action" ? "vacuous: never fires" : `vacuous: ${row.message ?? "never exercised"}`;
    case "reached":
      return "reached";
    case "unreached":
      return `unreached: nothing leads there${omitted}`;
  }
}

/** 1 when anything is violated, else 3 when anything lacks a verdict or nothing was judged, else 0. */
export function exitStatus(verdicts: readonly Verdict[]): 0 | 1 | 3 {
  if (verdicts.some((verdict) => verdict === "violated" || verdict === "model-error")) return 1;
  const undecided: readonly Verdict[] = ["holds-to-depth", "unknown", "vacuous", "unreached"];
  return verdicts.length === 0 || verdicts.some((verdict) => undecided.includes(verdict)) ? 3 : 0;
}
