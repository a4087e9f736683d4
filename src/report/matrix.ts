/** Designs against properties: the table of `compare`, for people who have not seen the model. */
import type { Paint, Style } from "./paint.js";
import { type ResultRow, verdictWords } from "./row.js";
import { GAP, table, widthOf } from "./table.js";
import { paragraph } from "./words.js";

/** A cell of the table: the verdict, what mending changes, and whether both are what was recorded. */
export interface MatrixCell {
  readonly row: ResultRow;
  readonly mended: ResultRow | null;
  /** `null` when nothing is recorded for it. */
  readonly asRecorded: boolean | null;
}

/** A column of the table: designs that agree in every entry. */
interface Column {
  readonly designs: readonly string[];
  readonly head: string;
  readonly entries: readonly string[];
}

/**
 * Rows are properties, columns designs. What is wider than the page has one column for all designs that agree in every
 * entry, with a line that names them; and what is too wide still, is set in several tables.
 */
export function matrix(cells: readonly MatrixCell[], designs: readonly string[], paint: Paint, width: number): string {
  const names = [...new Set(cells.map(({ row }) => row.property))];
  const entry = (name: string, design: string): string => {
    const cell = cells.find(({ row }) => row.property === name && row.design === design);
    return cell === undefined ? paint("dim", "–") : cellText(cell, paint);
  };
  const each = designs.map((design): Column => {
    return { designs: [design], head: design, entries: names.map((name) => entry(name, design)) };
  });
  const left = Math.max(...["property", ...names].map(widthOf));
  const fits = (columns: readonly Column[]): boolean =>
    columns.reduce((sum, { head, entries }) => sum + GAP + Math.max(...[head, ...entries].map(widthOf)), left) <= width;
  const columns = fits(each) ? each : merged(each);
  const tables: Column[][] = [];
  for (const column of columns) {
    const last = tables.at(-1);
    if (last !== undefined && fits([...last, column])) last.push(column);
    else tables.push([column]);
  }
  const alike = columns.filter(({ designs }) => designs.length > 1);
  return [
    ...tables.map((some) =>
      table(
        [{ head: "property" }, ...some.map(({ head }) => ({ head }))],
        names.map((name, n) => [name, ...some.map(({ entries }) => entries[n] as string)]),
      ),
    ),
    ...(alike.length === 0 ? [] : [alike.map((column) => sameAs(column, width)).join("\n")]),
  ].join("\n\n");
}

/** Columns with the same entries as one, by the name of the first. */
function merged(columns: readonly Column[]): Column[] {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const key = JSON.stringify(column.entries);
    groups.set(key, [...(groups.get(key) ?? []), column]);
  }
  return [...groups.values()].map((group) => {
    const { head, entries } = group[0] as Column;
    const designs = group.flatMap((column) => column.designs);
    return { designs, head: designs.length === 1 ? head : `${head} +${designs.length - 1}`, entries };
  });
}

const sameAs = ({ head, designs }: Column, width: number): string =>
  paragraph(`${head}: the same for `, designs.slice(1).join(", ").split(" "), width);

function cellText({ row, mended, asRecorded }: MatrixCell, paint: Paint): string {
  const lines = [verdict(row, paint)];
  if (mended !== null) lines.push(`${without(mended.mends)}: ${verdict(mended, paint)}`);
  if (asRecorded === false) lines[0] = `${paint("inverse", "!")} ${lines[0]}`;
  return lines.join("\n");
}

/** `−B16−B18`: these faults mended. */
const without = (mends: readonly string[]): string => mends.map((name) => `−${name}`).join("");

function verdict(row: ResultRow, paint: Paint): string {
  const loop = row.loop ?? null;
  const steps =
    row.steps === null ? "" : loop === null ? ` ${row.steps.length}` : ` ${loop}+${row.steps.length - loop}`;
  const style: Style =
    row.verdict === "violated" || row.verdict === "model-error"
      ? "red"
      : row.verdict === "holds" || row.verdict === "reached"
        ? "green"
        : "yellow";
  const words = row.verdict === "violated" ? "violated" : verdictWords(row).replace(/:.*/, "");
  return paint(style, `${words}${steps}`);
}

/** What the entries of the table mean, for those that occur in it. */
export function matrixLegend(cells: readonly MatrixCell[], designs: readonly string[]): string[] {
  const verdicts = new Set(cells.flatMap(({ row, mended }) => [row.verdict, ...(mended ? [mended.verdict] : [])]));
  const names = new Set(cells.map(({ row }) => row.property));
  const gaps = [...names].some((name) =>
    designs.some((design) => !cells.some(({ row }) => row.property === name && row.design === design)),
  );
  const mended = cells.find((cell) => cell.mended !== null)?.mended;
  const entries: readonly (readonly [boolean, string, string])[] = [
    [verdicts.has("holds"), "holds", "no state or step within this scope breaks it; all were searched"],
    [verdicts.has("violated"), "violated 8", "a behaviour of 8 steps breaks it; none shorter does"],
    [mended != null, `${without(mended?.mends ?? [])}: …`, `the verdict with ${mended?.mends.join(" and ")} mended`],
    [
      cells.some(({ row }) => (row.loop ?? null) !== null),
      "violated 8+3",
      "no fewer than 8 steps lead into a loop that breaks it when it goes on for ever, such as one of 3 steps (0: nothing happens any more)",
    ],
    [verdicts.has("reached"), "reached 5", "5 steps lead there, and none fewer"],
    [verdicts.has("unreached"), "unreached", "no behaviour in this scope leads there"],
    [verdicts.has("vacuous"), "vacuous", "never put to the test under any of the designs: nothing is shown"],
    [verdicts.has("holds-to-depth"), "holds up to …", "no behaviour of at most that many steps breaks it"],
    [verdicts.has("model-error"), "MODEL ERROR", "the model itself fails: an effect threw or left its domain"],
    [verdicts.has("unknown"), "unknown", "the search ended before it was decided"],
    [gaps, "–", "the property says nothing about this design"],
    [cells.some(({ asRecorded }) => asRecorded === false), "!", "not the recorded verdict"],
  ];
  const shown = entries.filter(([occurs]) => occurs);
  const wide = Math.max(...shown.map(([, entry]) => entry.length));
  return shown.map(([, entry, says]) => `${entry.padEnd(wide)}  ${says}`);
}
