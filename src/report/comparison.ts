/** The report of `compare` on one scenario: scopes, table, and the meaning of every name in it. */
import type { Scenario } from "../machine/scenario.js";
import type { Checked } from "../temporal/result.js";
import { type Entry, entriesOf, printList, type Section } from "./catalogue.js";
import { type MatrixCell, matrix, matrixLegend } from "./matrix.js";
import type { Paint } from "./paint.js";
import { table } from "./table.js";
import { count, duration, limitWords, paragraph, scopeWords } from "./words.js";

/** A cell beside what was recorded for it. */
export interface Judged extends MatrixCell {
  /** In words, where the two differ. */
  readonly difference: string;
}

/** The whole report on a scenario, ending without a newline. */
export function comparisonReport(
  scenario: Scenario,
  results: readonly Checked[],
  cells: readonly Judged[],
  paint: Paint,
  width: number,
): string {
  const designs = [...new Set(results.map(({ machine }) => machine.design.name))];
  const must = cells.filter(({ row }) => row.kind !== "sometimes" && row.kind !== "action");
  const can = cells.filter(({ row }) => row.kind === "sometimes");
  const never = [...new Set(cells.filter(({ row }) => row.kind === "action").map(({ row }) => row.property))];
  const legend = matrixLegend(cells, designs)
    .map((line) => `  ${line}`)
    .join("\n");
  const parts = [
    `${paint("bold", scenario.name)}: ${scenario.says}\n${scopeLine(results, width)}`,
    searches(results),
    `${paint("bold", "What must hold")}\n${matrix(must, designs, paint, width)}`,
    ...(can.length > 0 ? [`${paint("bold", "What must be possible")}\n${matrix(can, designs, paint, width)}`] : []),
    ...(never.length > 0 ? [`Actions that never fire, under any design: ${never.join(", ")}`] : []),
    `${paint("bold", "How to read it")}\n${legend}`,
    ...meanings(scenario, cells, paint, width),
  ];
  return parts.join("\n\n");
}

function scopeLine([first]: readonly Checked[], width: number): string {
  if (first === undefined) return "";
  const { machine, liveness } = first;
  const smaller = Object.entries(liveness?.machine.scope ?? {}).filter(([key, value]) => machine.scope[key] !== value);
  return [
    paragraph("  scope   ", scopeWords(machine.scope), width),
    ...(smaller.length === 0 ? [] : [`  for liveness  ${scopeWords(Object.fromEntries(smaller))}`]),
  ].join("\n");
}

/** One line for each search, mended ones included. */
function searches(results: readonly Checked[]): string {
  return table(
    [
      { head: "searched" },
      { head: results.some(({ symmetry }) => symmetry !== null) ? "states up to symmetry" : "states", align: "right" },
      { head: "transitions", align: "right" },
      { head: "depth", align: "right" },
      { head: "time", align: "right" },
    ],
    results.map((result) => {
      const { machine, states, transitions, depth, seconds, limit, sameAs } = result;
      const mended = machine.mends.length > 0 ? `, ${machine.mends.join(" ")} mended` : "";
      const early = limit === null ? "" : ` (${limitWords(limit)})`;
      return [
        `${machine.design.name}${mended}${early}`,
        count(states),
        count(transitions),
        String(depth),
        sameAs === undefined ? duration(seconds) : `as ${sameAs}`,
      ];
    }),
  );
}

/** What the properties, designs and faults of the table are, for somebody who sees their names for the first time. */
function meanings(scenario: Scenario, cells: readonly Judged[], paint: Paint, width: number): string[] {
  const named = new Set(cells.map(({ row }) => row.property));
  const live = new Set(scenario.faults.filter(({ kind }) => kind === "live").map(({ name }) => name));
  const own = new Set(scenario.designs.flatMap(({ faults }) => faults ?? []));
  const part = (title: string, section: Section, keep: (entry: Entry) => boolean): string[] => {
    const entries = entriesOf(section, scenario).filter(keep);
    return entries.length === 0 ? [] : [`${paint("bold", title)}\n${printList(entries, paint, width)}`];
  };
  return [
    ...part("The properties", "properties", ({ name }) => named.has(name)),
    ...part("The designs", "designs", () => true),
    ...part("Faults of today's kernel, in every design", "bugs", ({ name }) => live.has(name)),
    ...part("Faults of single designs", "bugs", ({ name }) => own.has(name)),
  ];
}
