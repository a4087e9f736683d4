/** What a behaviour that goes on for ever shows, in words. */
import type { Kept, LassoJudgement } from "../trace/lasso.js";
import type { Paint } from "./paint.js";
import { paragraph, plural } from "./words.js";

/**
 * `in 7 steps and then, for ever, 2 more`
 * @param shortest what is known about the way to the loop
 */
export function lassoLength(loop: number, steps: number, shortest: string): string {
  const stem = `in ${plural(loop, "step")} (${shortest})`;
  return loop === steps
    ? `${stem} and then for ever nothing`
    : `${stem} and then a loop of ${plural(steps - loop, "step")}`;
}

/** What the loop avoids, and why it is fair. */
export function printLasso(lasso: LassoJudgement, steps: number, paint: Paint, width: number): string {
  const { loop, avoids, denied, kept, unfair } = lasso;
  const at = (step: number): string => (step === 0 ? "in the initial state" : `after step ${step}`);
  const said = (label: string, text: string): string => paragraph(label, text.split(" "), width);
  const why = ({ why }: Kept): string => {
    if (why === "never enabled") return "";
    return "taken" in why ? `step ${why.taken} does` : `cannot be done ${at(why.disabledAfter)}`;
  };
  const idle = kept.filter(({ why }) => why === "never enabled").length;
  return [
    ...(loop === steps ? [paint("yellow", `  For ever: the state ${at(loop)}.`)] : []),
    ...avoids.map((avoided) => said("  Never on the loop: ", avoided)),
    ...denied.map((formula) => said("  Not so: ", formula)),
    ...kept
      .filter(({ why }) => why !== "never enabled")
      .map((one) => said("  Fair: ", `${one.says} (${one.kind}): ${why(one)}`)),
    ...(idle > 0
      ? [
          said(
            "  Fair: ",
            `${plural(idle, "assumption")} ${idle === 1 ? "asks" : "ask"} for nothing that could be done on the loop`,
          ),
        ]
      : []),
    ...unfair.map((one) => said("  Not fair: ", one)),
  ].join("\n");
}
