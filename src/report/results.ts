/** The result table of a search. */
import type { Verdict } from "../machine/verdict.js";
import type { Paint, Style } from "./paint.js";
import { type ResultRow, verdictWords } from "./row.js";
import { type Column, table } from "./table.js";
import { count } from "./words.js";

const STYLES: Readonly<Record<Verdict, Style>> = {
  holds: "green",
  "holds-with-omission": "green",
  violated: "red",
  "model-error": "red",
  "holds-to-depth": "yellow",
  sampled: "green",
  unknown: "yellow",
  vacuous: "yellow",
  reached: "green",
  unreached: "yellow",
};

/** Property, verdict, how often it was exercised, and the length of the behaviour that shows it (and the walk that met it). */
export function resultTable(rows: readonly (ResultRow & { readonly walk?: number | null })[], paint: Paint): string {
  if (rows.length === 0) return "There is no property to judge.";
  const walks = rows.some(({ walk }) => walk !== undefined);
  const columns: Column[] = [
    { head: "property" },
    { head: "verdict" },
    { head: "exercised", align: "right" },
    { head: "steps", align: "right" },
    ...(walks ? [{ head: "walk", align: "right" } as const] : []),
  ];
  return table(
    columns,
    rows.map((row) => [
      row.kind === "action" ? `action "${row.property}"` : row.property,
      paint(STYLES[row.verdict], verdictWords(row)),
      row.kind === "model-error" ? "" : count(row.exercised),
      stepsOf(row),
      ...(walks ? [row.walk ? count(row.walk) : ""] : []),
    ]),
  );
}

/** How many steps, and of a behaviour without end `12+3`: those into the loop and those of the loop. */
function stepsOf({ steps, loop = null }: ResultRow): string {
  if (steps === null) return "";
  return loop === null ? count(steps.length) : `${count(loop)}+${count(steps.length - loop)}`;
}
