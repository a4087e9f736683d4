/** What a person reads of a conformance pass. */
import { isCommand } from "../../model/kernel/commands.js";
import { mismatchLines, type PassResult } from "../../model/kernel/pass.js";
import type { Machine } from "../machine/machine.js";
import type { Paint } from "../report/paint.js";
import { table } from "../report/table.js";
import { count, duration, paragraph, plural } from "../report/words.js";

/**
 * The counts, what could not be exercised, and the mismatch with both sides.
 * @param passes the one without the clock first
 * @param skipped why there is no pass with the clock, if there is none
 */
export function conformReport(
  machine: Machine,
  passes: readonly PassResult[],
  skipped: string | null,
  paint: Paint,
  width: number,
): string {
  const often = (name: string): number => passes.reduce((sum, { actions }) => sum + (actions.get(name) ?? 0), 0);
  const rows = machine.actions
    .filter(({ name }) => often(name) > 0)
    .map(({ name }) => [name, isCommand(name) ? "" : "inside a call", count(often(name))]);
  const never = machine.actions.map(({ name }) => name).filter((name) => often(name) === 0);
  return [
    table([{ head: "step" }, { head: "" }, { head: "times", align: "right" }], rows),
    "",
    ...(never.length > 0 ? [words("Not exercised: ", never.join(", "), width)] : []),
    ...(skipped === null ? [] : [words("No behaviours that wait for the clock: ", skipped, width)]),
    words("Not controllable from user space: ", UNCONTROLLABLE, width),
    "",
    ...passes.flatMap((result, n) => passLines(result, n > 0, paint)),
  ].join("\n");
}

const UNCONTROLLABLE =
  "orders in which a step of another call comes between the steps of one; the unit is a call, until it returns or sleeps.";

function passLines(
  { walks, commands, overtaken, seconds, mismatch }: PassResult,
  waits: boolean,
  paint: Paint,
): string[] {
  const verdict = mismatch === null ? paint("green", "no mismatch") : paint("red", "MISMATCH");
  const rate = `${duration(seconds)}, ${(walks / seconds).toFixed(1)} behaviours/s`;
  const lines = [
    `${plural(walks, "behaviour")}${waits ? " that may wait for deadlines" : ""}, ${plural(commands, "command")}, ${rate}: ${verdict}`,
    ...(overtaken > 0 ? [`  ${plural(overtaken, "behaviour")} cut short: a deadline passed before its time`] : []),
  ];
  if (mismatch === null) return lines;
  return [
    ...lines,
    `In behaviour ${mismatch.walk}, of ${plural(mismatch.length, "command")}; shrunk to ${mismatch.least.commands.length}:`,
    ...mismatchLines(mismatch.least),
  ];
}

const words = (label: string, text: string, width: number): string => paragraph(label, text.split(" "), width);
