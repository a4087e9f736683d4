/** Tables without a cage: a rule under the head, two spaces between columns. */
import Table from "cli-table3";

/** A column by its head. */
export interface Column {
  readonly head: string;
  readonly align?: "left" | "right";
}

/** Blanks between two columns. */
export const GAP = 2;

const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ".repeat(GAP),
};

/** A table as text, lines ending without blanks. Cells may be painted and may hold several lines. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const made = new Table({
    chars: NO_LINES,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: columns.map(({ align }) => align ?? "left"),
  });
  const cells = [columns.map(({ head }) => head), ...rows];
  const widths = columns.map((_, n) => Math.max(...cells.map((row) => widthOf(row[n] ?? ""))));
  made.push(
    [...(cells[0] as string[])],
    widths.map((wide) => "─".repeat(wide)),
    ...rows.map((row) => [...row]),
  );
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour begins with
const COLOUR = /\u001b\[[0-9;]*m/g;
/** Columns that a cell takes: those of its widest line. */
export const widthOf = (cell: string): number =>
  Math.max(...cell.split("\n").map((line) => [...line.replace(COLOUR, "")].length));
