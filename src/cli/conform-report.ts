/** What a person reads of a conformance pass. */
import { isCommand } from "../../model/kernel/commands.js";
import { mismatchLines, type PassResult } from "../../model/kernel/pass.js";
import type { Machine } from "../machine/machine.js";
import type { Paint } from "../report/paint.js";
import { table } from "../report/table.js";
import { count, paragraph, plural } from "../report/words.js";

/** The counts, what could not be exercised, and the mismatch with both sides. Does not depend on time. */
export function conformReport(machine: Machine, result: PassResult, paint: Paint, width: number): string {
  const { actions, walks, commands, mismatch } = result;
  const often = (name: string): number => actions.get(name) ?? 0;
  const rows = machine.actions
    .filter(({ name }) => often(name) > 0)
    .map(({ name }) => [name, isCommand(name) ? "call" : "inside a call", count(often(name))]);
  const never = machine.actions.map(({ name }) => name).filter((name) => often(name) === 0 && name !== "tick");
  const lines = [
    table([{ head: "step" }, { head: "seen as" }, { head: "times", align: "right" }], rows),
    "",
    ...(never.length > 0 ? [listed("Not exercised: ", never, width)] : []),
    ...(machine.actions.some(({ name }) => name === "tick")
      ? [words("Left out: ", "steps of the clock (no deadline passes here).", width)]
      : []),
    words(
      "Not controllable from user space: ",
      "orders of steps in which another call gets in between the steps of one; a macro step is a call until it returns or sleeps.",
      width,
    ),
    "",
    `${plural(walks, "behaviour")}, ${plural(commands, "command")}: ${mismatch === null ? paint("green", "no mismatch") : paint("red", "MISMATCH")}`,
  ];
  if (mismatch === null) return lines.join("\n");
  return [
    ...lines,
    `In behaviour ${mismatch.walk}, of ${plural(mismatch.length, "command")}; shrunk to ${mismatch.least.commands.length}:`,
    ...mismatchLines(mismatch.least),
  ].join("\n");
}

const words = (label: string, text: string, width: number): string => paragraph(label, text.split(" "), width);
const listed = (label: string, names: readonly string[], width: number): string =>
  words(label, names.join(", "), width);
