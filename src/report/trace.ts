/** Behaviours as people read them: numbered steps, each with what it changed and nothing else. */
import { type Step, showStep } from "../machine/action.js";
import { type Change, printChange } from "../schema/diff.js";
import type { Paint, Style } from "./paint.js";

/** A step and what it did to the state. */
export interface ShownStep {
  readonly step: Step;
  readonly changes: readonly Change[];
}

const STYLES: Readonly<Record<Change["kind"], Style>> = { changed: "cyan", added: "green", removed: "red" };

/**
 * `  3. start break (breaker=1)` and one line for each change below it.
 * @param states how many states there are, the initial one included: the step that leads to none has failed
 * @param loop after how many steps those begin that are repeated for ever
 */
export function printTrace(steps: readonly ShownStep[], states: number, paint: Paint, loop?: number): string {
  const digits = String(steps.length).length;
  return steps
    .flatMap(({ step, changes }, n) => [
      ...(n === loop ? [paint("yellow", "  For ever:")] : []),
      `  ${String(n + 1).padStart(digits)}. ${paint("bold", showStep(step))}`,
      ...(changes.length === 0
        ? [`${" ".repeat(digits + 6)}${paint("dim", n + 1 < states ? "(changes nothing)" : "(fails)")}`]
        : changes.map((change) => `${" ".repeat(digits + 6)}${paint(STYLES[change.kind], printChange(change))}`)),
    ])
    .join("\n");
}
