/** What one design shows and another cannot: both behaviours side by side in words, one below the other on the page. */
import type { Differences } from "../conformance/differences.js";
import { type Step, showStep } from "../machine/action.js";
import type { Observation } from "../machine/observation.js";
import type { Paint } from "./paint.js";
import { count, paragraph, plural } from "./words.js";

/** One direction of the comparison. */
export interface Direction {
  /** The design whose behaviours are looked at. */
  readonly only: string;
  /** The design that cannot show the same. */
  readonly other: string;
  readonly differences: Differences;
}

/** All that was found in one direction, ending without a newline. @param tokenOf the token of a behaviour of one of the designs */
export function directionReport(
  { only, other, differences }: Direction,
  tokenOf: (design: string, steps: readonly Step[]) => string,
  paint: Paint,
  width: number,
): string {
  const { found, pairs, depth, complete } = differences;
  const head = paint("bold", `What ${only} shows and ${other} never does after the same`);
  const parts = found.map(({ kind, seen, steps, otherSteps, instead }, n) =>
    [
      `${n + 1}. ${paint("bold", kind)}, in ${plural(steps.length, "step")}`,
      observed(seen, paint, width),
      alternatives(other, instead, width),
      behaviour(only, steps, tokenOf(only, steps), width),
      behaviour(`${other}, up to there`, otherSteps, tokenOf(other, otherSteps), width),
    ].join("\n"),
  );
  const none = complete ? `Nothing: whatever ${only} shows, ${other} can show as well.` : "Nothing was found.";
  const searched = complete
    ? `Complete: ${count(pairs)} pairs, every behaviour up to its first difference.`
    : `Not complete: ${count(pairs)} pairs, every behaviour of up to ${depth} steps. Kinds that first differ later are missing.`;
  return [head, ...(parts.length === 0 ? [none] : parts), paragraph("", searched.split(" "), width)].join("\n\n");
}

/** What can come of the same calls in the other design, calls that may come in between left out. */
function alternatives(other: string, instead: readonly string[], width: number): string {
  if (instead.length === 0) return `   ${other} shows nothing until another call comes in`;
  return [`   ${other} shows instead:`, ...instead.map((says) => paragraph("   | ", says.split(" "), width))].join(
    "\n",
  );
}

function observed(seen: readonly Observation[], paint: Paint, width: number): string {
  return seen
    .map(({ says }, n) => {
      const line = paragraph("     ", says.split(" "), width);
      return n === seen.length - 1 ? paint("red", line.replace(/^ {3}/, "   →").replace("→  ", "→ ")) : line;
    })
    .join("\n");
}

function behaviour(name: string, steps: readonly Step[], token: string, width: number): string {
  const digits = String(steps.length).length;
  const lines = steps.map((step, n) =>
    paragraph(`     ${String(n + 1).padStart(digits)}. `, showStep(step).split(" "), width),
  );
  return [`   ${name}:`, ...lines, `     leasecheck replay ${token}`].join("\n");
}
