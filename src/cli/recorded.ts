/** The verdicts of a run beside the recorded ones. */
import { expected, recordedVerdict } from "../../properties/expected.js";
import type { Verdict } from "../machine/verdict.js";
import type { Judged } from "../report/comparison.js";
import type { ResultRow } from "../report/row.js";
import type { Cell } from "./comparison.js";

/** A cell with what is recorded for it. */
export function judgeCell({ row, mended }: Cell): Judged {
  const recorded = recordedVerdict(row.scenario, row.design, row.property);
  if (recorded === undefined)
    return { row, mended, asRecorded: null, difference: `found ${words(row)}; nothing is recorded` };
  const differences = [
    ...(recorded.verdict === row.verdict ? [] : [`recorded as ${recorded.verdict}, found ${words(row)}`]),
    ...(recorded.mended === mended?.verdict
      ? []
      : [`with its faults mended recorded as ${recorded.mended ?? "nothing"}, found ${words(mended)}`]),
  ];
  return { row, mended, asRecorded: differences.length === 0, difference: differences.join("; ") };
}

/** The recorded properties that a run did not judge, as `design, property`. */
export const unjudged = (scenario: string, designs: readonly string[], cells: readonly Cell[]): string[] =>
  designs.flatMap((design) =>
    Object.keys(expected[scenario]?.[design] ?? {})
      .filter((name) => !cells.some(({ row }) => row.design === design && row.property === name))
      .map((name) => `${design}, ${name}`),
  );

const words = (row: ResultRow | null): Verdict | "nothing" | `${Verdict} in ${number} steps` =>
  row === null ? "nothing" : row.steps === null ? row.verdict : `${row.verdict} in ${row.steps.length} steps`;
