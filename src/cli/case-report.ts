/** What `leasecheck case` says about cases. */
import { titleOf } from "../../model/kernel/cases/case.js";
import { type JudgedCase, type JudgedStep, sidesDiffer, verdictOf } from "../../model/kernel/cases/judge.js";
import { expectedWords, observationKey, type StepOutcome, seenWords } from "../../model/kernel/cases/observation.js";
import type { Paint } from "../report/paint.js";
import { table } from "../report/table.js";
import { paragraph } from "../report/words.js";

/** A line for each case: how it went on each side. */
export function overview(judged: readonly JudgedCase[], paint: Paint): string {
  const rows = judged.map((one) => [
    titleOf(one.of),
    sideWords(one.steps, "model", paint),
    one.skipped ?? sideWords(one.steps, "kernel", paint),
  ]);
  return table([{ head: "case" }, { head: "model" }, { head: "kernel" }], rows);
}

function sideWords(steps: readonly JudgedStep[], side: "model" | "kernel", paint: Paint): string {
  const verdicts = steps.map(({ [side]: outcome }) => (outcome === null ? "as expected" : verdictOf(outcome)));
  const bad = verdicts.indexOf("differs");
  if (bad >= 0) return paint("red", `differs at step ${bad + 1}`);
  if (side === "kernel" && steps.some(sidesDiffer))
    return paint("red", `differs from the model at step ${steps.findIndex(sidesDiffer) + 1}`);
  return verdicts.includes("possible") ? "possible" : "as expected";
}

/** A case that did not go as expected: every step, with what was expected and what each side did. */
export function judgedReport({ of, steps, skipped }: JudgedCase, design: string, paint: Paint, width: number): string {
  const lines = [`${paint("bold", titleOf(of))} (${of.path}:${of.line})`];
  if (of.says !== null) lines.push(paragraph("  ", of.says.split(" "), width));
  if (skipped !== null) lines.push(`  Kernel: ${skipped}.`);
  for (const [n, judged] of steps.entries()) {
    const { step, model, kernel } = judged;
    const right = [model, ...(kernel === null ? [] : [kernel])].every((side) => verdictOf(side) === "as expected");
    lines.push(`${String(n + 1).padStart(4)}. ${step.text}`);
    if (right && !sidesDiffer(judged)) continue;
    const sides: [string, string][] = [
      ["expected", expectedWords(step)],
      [design, outcomeWords(judged, model)],
      ...(kernel === null ? [] : [["kernel", outcomeWords(judged, kernel)] as [string, string]]),
    ];
    lines.push(
      ...labelled(sides).map((line) => (verdictOf(model) === "possible" && right ? line : paint("red", line))),
    );
  }
  return lines.join("\n");
}

function outcomeWords({ step, ...sides }: JudgedStep, outcome: StepOutcome): string {
  if (outcome.kind === "impossible") return `cannot be done: ${outcome.why}`;
  const everything = sidesDiffer({ step, ...sides });
  return outcome.seen.map((one) => seenWords(one, step, everything)).join(", or ");
}

const labelled = (sides: readonly (readonly [string, string])[]): string[] => {
  const wide = Math.max(...sides.map(([label]) => label.length));
  return sides.map(([label, words]) => `        ${label.padEnd(wide)}  ${words}`);
};

/** The steps of a case that go differently under another design; `null` when none does. */
export function differenceReport(
  { before, after }: { readonly before: JudgedCase; readonly after: JudgedCase },
  designs: readonly [string, string],
  paint: Paint,
): string | null {
  const lines: string[] = [];
  for (const [n, { step, model }] of before.steps.entries()) {
    const other = (after.steps[n] as JudgedStep).model;
    if (outcomeKey(model) === outcomeKey(other)) continue;
    lines.push(`${String(n + 1).padStart(4)}. ${step.text}`);
    const words = (outcome: StepOutcome): string =>
      outcome.kind === "impossible"
        ? `cannot be done: ${outcome.why}`
        : outcome.seen.map((one) => seenWords(one, step, true)).join(", or ");
    lines.push(
      ...labelled([
        [designs[0], words(model)],
        [designs[1], words(other)],
      ]),
    );
  }
  if (lines.length === 0) return null;
  const breaks = ({ steps }: JudgedCase): boolean => steps.some(({ model }) => verdictOf(model) === "differs");
  const verdict = breaks(after) && !breaks(before) ? paint("red", "the test fails") : "the test does not notice";
  return [`${paint("bold", titleOf(before.of))}: ${verdict}`, ...lines].join("\n");
}

const outcomeKey = (outcome: StepOutcome): string =>
  outcome.kind === "impossible" ? "impossible" : JSON.stringify(outcome.seen.map(observationKey).sort());
