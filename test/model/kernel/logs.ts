/** The recorded logs, and what the model says of them. */
import { readFileSync } from "node:fs";
import { linesOf } from "../../../model/kernel/log-lines.js";
import { readLog } from "../../../model/kernel/read-log.js";
import type { HistoryVerdict } from "../../../model/kernel/validate-history.js";
import { leaseCore } from "../../../properties/scenarios.js";
import { type MachineChoice, machineOf } from "../../../src/machine/machine.js";

/** A log under test/fixtures/logs. */
export const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/logs/${name}`, import.meta.url), "utf8");

/** The verdicts on the files of a log. */
export function verdictsOn(text: string, choice: Omit<MachineChoice, "scope"> = {}): HistoryVerdict[] {
  return readLog(linesOf(text)).files.map(({ scope, judge }) => {
    if (typeof scope === "string") throw new Error(scope);
    return judge(machineOf(leaseCore, { ...choice, scope }), { breakTime: 1 });
  });
}

/** The first line and the reasons of a refusal; `null` when the log fits. */
export function refusalOf(
  text: string,
  choice: Omit<MachineChoice, "scope"> = {},
): { readonly line: number; readonly why: string } | null {
  for (const verdict of verdictsOn(text, choice))
    if (verdict.kind === "refused")
      return { line: verdict.at.line, why: verdict.refusal.reasons.map(({ why }) => why).join("; ") };
  return null;
}

/** A copy without the lines given, counted from 1. */
export const without = (text: string, ...lines: readonly number[]): string =>
  text
    .split("\n")
    .map((line, index) => (lines.includes(index + 1) ? "" : line))
    .join("\n");

/** A copy with one line replaced in part. */
export const edited = (text: string, line: number, from: string, to: string): string =>
  text
    .split("\n")
    .map((one, index) => {
      if (index + 1 !== line) return one;
      if (!one.includes(from)) throw new Error(`line ${line} has no ${from}: ${one}`);
      return one.replace(from, to);
    })
    .join("\n");

/** A copy with two lines in each other's place. */
export function swapped(text: string, a: number, b: number): string {
  const lines = text.split("\n");
  [lines[a - 1], lines[b - 1]] = [lines[b - 1] as string, lines[a - 1] as string];
  return lines.join("\n");
}
