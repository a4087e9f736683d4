/** The summary of a comparison: statements about cells, said as the run found them. */
import type { MatrixCell } from "./matrix.js";
import type { Paint } from "./paint.js";
import { type ResultRow, verdictWords } from "./row.js";
import { paragraph, plural } from "./words.js";

/** What is said of a cell, by its verdict. */
export interface StatedCell {
  readonly scenario: string;
  readonly design: string;
  readonly property: string;
  readonly good: string;
  readonly bad: string;
}

/** Statements about one thing. */
export interface SummaryItem {
  readonly about: string;
  readonly statements: readonly StatedCell[];
}

/** One item a paragraph, each with the names to ask `explain` for. */
export function summaryReport(
  items: readonly SummaryItem[],
  cells: readonly MatrixCell[],
  paint: Paint,
  width: number,
): string {
  const lines = items.map(({ about, statements }, n) => {
    const said = statements.map((statement) => say(statement, cells)).join("; ");
    const names = [...new Set(statements.map(({ property }) => property))].join(", ");
    return paragraph(`  ${n + 1}. `, `${about}: ${said}. [${names}]`.split(" "), width);
  });
  return `${paint("bold", "What a reviewer of the series should know")}\n${lines.join("\n")}`;
}

function say({ scenario, design, property, good, bad }: StatedCell, cells: readonly MatrixCell[]): string {
  const row = cells
    .map((cell) => cell.row)
    .find((one) => one.scenario === scenario && one.design === design && one.property === property);
  const where = `${property} under ${design}`;
  if (row === undefined) return `${where} was not judged`;
  switch (row.verdict) {
    case "holds":
      return good;
    case "reached":
      return `${good} (${steps(row)})`;
    case "violated":
      return `${bad} (${steps(row)})`;
    case "unreached":
      return bad;
    default:
      return `${where}: ${verdictWords(row)}`;
  }
}

function steps({ steps: taken, loop }: ResultRow): string {
  if (taken === null) return "no behaviour was kept";
  return loop == null ? plural(taken.length, "step") : `${plural(loop, "step")} and a loop`;
}
