/** The results as Markdown tables; the terminal shows the same. */
import type { Ratio, Spread, Summary } from "./rounds.js";

const whole = (number: number): string => Math.round(number).toLocaleString("en");
const seconds = (number: number): string => (number < 10 ? number.toFixed(2) : number.toFixed(1));
const spread = ({ least, median, most }: Spread, show: (number: number) => string): string =>
  `${show(median)} (${show(least)}–${show(most)})`;

/** One row for each contestant on a subject. */
export function contestantTable(summaries: readonly Summary[]): string {
  return table(
    ["checker", "states", "transitions", "search s", "transitions/s", "verdict s", "CPU s", "bytes/state", "others"],
    summaries.map(({ name, states, transitions, seconds: searched, wall, processor, peak, others }) => [
      name,
      whole(states),
      transitions === null ? "not said" : whole(transitions),
      spread(searched, seconds),
      transitions === null ? "–" : whole(transitions / searched.median),
      seconds(wall.median),
      processor === null ? "–" : seconds(processor.median),
      peak === null ? "–" : whole(peak / states),
      others === null ? "–" : `${whole(100 * others)} %`,
    ]),
  );
}

/** How much faster ours are than others. */
export const ratioTable = (ratios: readonly Ratio[], says: string): string =>
  table(
    ["model", "ours", "against", says],
    ratios.map(({ subject, ours, theirs, ratio }) => [subject, ours, theirs, `${spread(ratio, (n) => n.toFixed(2))}`]),
  );

/** A Markdown table, its columns aligned: the first to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]) : cell.padStart(widths[n]))).join(" | ")} |`;
  const rule = `|${widths.map((width, n) => (n === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}
