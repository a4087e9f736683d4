/** What `leasecheck case` says about cases. */
import { type CaseStep, titleOf } from "../../model/kernel/cases/case.js";
import { type JudgedCase, type JudgedStep, sidesDiffer, verdictOf } from "../../model/kernel/cases/judge.js";
import { expectedWords, observationKey, type StepOutcome, seenWords } from "../../model/kernel/cases/observation.js";
import type { Paint } from "../report/paint.js";
import { table } from "../report/table.js";
import { paragraph } from "../report/words.js";
import { behaviourOf } from "../trace/behaviour.js";
import { encodeToken } from "../trace/token.js";
import { reproduceLine } from "./finding.js";

/** A line for each case: how it went on each side. @param asked whether there was a kernel to ask */
export function overview(judged: readonly JudgedCase[], asked: boolean, paint: Paint): string {
  const rows = judged.map(({ of, steps, skipped }) => [
    titleOf(of),
    sideWords(steps, "model", paint),
    ...(asked ? [skipped ?? sideWords(steps, "kernel", paint)] : []),
  ]);
  return table([{ head: "case" }, { head: "model" }, ...(asked ? [{ head: "kernel" }] : [])], rows);
}

function sideWords(steps: readonly JudgedStep[], side: "model" | "kernel", paint: Paint): string {
  const verdicts = steps.map(({ [side]: outcome }) => (outcome === null ? "as expected" : verdictOf(outcome)));
  const bad = verdicts.indexOf("differs");
  if (bad >= 0) return paint("red", `differs at step ${bad + 1}`);
  if (side === "kernel" && steps.some(sidesDiffer))
    return paint("red", `differs from the model at step ${steps.findIndex(sidesDiffer) + 1}`);
  return verdicts.includes("possible") ? "possible" : "as expected";
}

/**
 * A case that did not go as expected: every step, with what was expected and what each side did.
 * @param modules arguments that name the modules that the model takes
 */
export function judgedReport(
  { of, steps, skipped, machine, behaviour }: JudgedCase,
  modules: readonly string[],
  paint: Paint,
  width: number,
): string {
  const lines = [`${paint("bold", titleOf(of))} (${of.path}:${of.line})`];
  const add = (label: string, text: string): number => lines.push(paragraph(label, text.split(/\s+/), width));
  if (of.says !== null) add("  ", of.says);
  if (of.source !== null) add("  Source: ", of.source);
  for (const left of of.leavesOut) add("  Leaves out: ", left);
  for (const [n, judged] of steps.entries()) {
    const { step, model, kernel } = judged;
    const everything = sidesDiffer(judged);
    const words = (outcome: StepOutcome): string => outcomeWords(step, outcome, everything);
    const sides = [
      { label: "expected", text: expectedWords(step), bad: false },
      { label: machine.design.name, text: words(model), bad: verdictOf(model) === "differs" || everything },
      ...(kernel === null
        ? []
        : [{ label: "kernel", text: words(kernel), bad: verdictOf(kernel) === "differs" || everything }]),
    ];
    lines.push(stepLine(n, step.text));
    if (skipped === null || sides.some(({ bad }) => bad) || verdictOf(model) === "possible")
      lines.push(...labelled(sides, paint));
  }
  const token = encodeToken(behaviourOf(machine, behaviour, null), machine);
  return [...lines, `  ${reproduceLine(token, modules)}`].join("\n");
}

const stepLine = (n: number, text: string): string => `${String(n + 1).padStart(4)}. ${text}`;

function outcomeWords(step: CaseStep, outcome: StepOutcome, everything: boolean): string {
  if (outcome.kind === "impossible") return `cannot be done: ${outcome.why}`;
  return outcome.seen.map((one) => seenWords(one, step, everything)).join(", or ");
}

interface Side {
  readonly label: string;
  readonly text: string;
  readonly bad: boolean;
}

function labelled(sides: readonly Side[], paint: Paint): string[] {
  const wide = Math.max(...sides.map(({ label }) => label.length));
  return sides.map(({ label, text, bad }) => {
    const line = `        ${label.padEnd(wide)}  ${text}`;
    return bad ? paint("red", line) : line;
  });
}

/** What a design changes in a case: the steps that go differently, and whether the case is no longer as expected. */
export function differenceOf(
  { before, after }: { readonly before: JudgedCase; readonly after: JudgedCase },
  designs: readonly [string, string],
  paint: Paint,
): { readonly text: string; readonly fails: boolean } | null {
  const lines: string[] = [];
  const failing: number[] = [];
  for (const [n, { step, model }] of after.steps.entries()) {
    const earlier = (before.steps[n] as JudgedStep).model;
    if (outcomeKey(model) === outcomeKey(earlier)) continue;
    const bad = verdictOf(model) === "differs" && verdictOf(earlier) !== "differs";
    if (bad) failing.push(n + 1);
    lines.push(
      stepLine(n, step.text),
      ...labelled(
        [
          { label: designs[0], text: outcomeWords(step, earlier, true), bad: false },
          { label: designs[1], text: outcomeWords(step, model, true), bad },
        ],
        paint,
      ),
    );
  }
  if (lines.length === 0) return null;
  const steps = failing.length === 1 ? "step" : "steps";
  const verdict =
    failing.length === 0
      ? "the case does not look at what differs"
      : `no longer as expected at ${steps} ${failing.join(", ")}`;
  return { text: [`${paint("bold", titleOf(after.of))}: ${verdict}`, ...lines].join("\n"), fails: failing.length > 0 };
}

const outcomeKey = (outcome: StepOutcome): string =>
  outcome.kind === "impossible" ? "impossible" : JSON.stringify(outcome.seen.map(observationKey).sort());
