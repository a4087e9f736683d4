/** A case on both sides: under the model, and on a kernel where there is one. */
import type { Step } from "../../../src/machine/action.js";
import type { Machine } from "../../../src/machine/machine.js";
import type { Actor } from "../actor.js";
import type { Case, CaseStep } from "./case.js";
import { KernelSide } from "./kernel-side.js";
import { ModelSide } from "./model-side.js";
import { observationKey, type StepOutcome } from "./observation.js";

/** A step with what came of it. */
export interface JudgedStep {
  readonly step: CaseStep;
  readonly model: StepOutcome;
  /** `null` when no kernel was asked. */
  readonly kernel: StepOutcome | null;
}

/** A case with what came of it. */
export interface JudgedCase {
  readonly of: Case;
  readonly steps: readonly JudgedStep[];
  readonly machine: Machine;
  /** One behaviour of the machine that makes these steps. */
  readonly behaviour: readonly Step[];
  /** Why no kernel was asked; `null` when one was. */
  readonly skipped: string | null;
}

/** *possible*: what was expected is one of several things that can happen. */
export type StepVerdict = "as expected" | "possible" | "differs";

/** What one side says of a step. */
export function verdictOf(outcome: StepOutcome): StepVerdict {
  if (outcome.kind === "impossible" || outcome.agreeing === 0) return "differs";
  return outcome.agreeing === outcome.seen.length ? "as expected" : "possible";
}

/** Whether the kernel did what the model does not allow there. */
export function sidesDiffer({ model, kernel }: JudgedStep): boolean {
  if (kernel === null) return false;
  if (model.kind === "impossible" || kernel.kind === "impossible") return model.kind !== kernel.kind;
  const seen = new Set(model.seen.map(observationKey));
  return kernel.seen.some((one) => !seen.has(observationKey(one)));
}

/** Whether everything is as expected on both sides, and the sides are one. */
export const isAsExpected = ({ steps }: JudgedCase): boolean =>
  steps.every(
    (judged) =>
      verdictOf(judged.model) !== "differs" &&
      (judged.kernel === null || verdictOf(judged.kernel) !== "differs") &&
      !sidesDiffer(judged),
  );

/** The kernel to ask: its actors, and `fs.lease-break-time` in milliseconds where cases may wait for it. */
export interface Kernel {
  readonly actor: Actor;
  /** The version, such as `6.18`. */
  readonly version: string;
  readonly breakTime: number | null;
}

/**
 * Runs a case.
 * @param kernel or in words why there is none
 */
export async function judge(machine: Machine, of: Case, kernel: Kernel | string): Promise<JudgedCase> {
  const skipped = typeof kernel === "string" ? kernel : unfit(of, kernel);
  const model = new ModelSide(machine, of);
  const side =
    typeof kernel === "string" || skipped !== null
      ? null
      : await KernelSide.begin(kernel.actor, of, kernel.breakTime ?? 0);
  const steps: JudgedStep[] = [];
  for (const step of of.steps)
    steps.push({ step, model: model.take(step), kernel: side === null ? null : await side.take(step) });
  return { of, steps, machine, behaviour: model.behaviour(), skipped };
}

/** Why a case cannot be put to a kernel. */
function unfit({ needs, steps }: Case, { version, breakTime }: Kernel): string | null {
  if (needs.kernel !== null && isOlder(version, needs.kernel)) return `it needs Linux ${needs.kernel}`;
  if (breakTime === null && steps.some(({ call }) => call.kind === "wait"))
    return "it waits for fs.lease-break-time, which --clock allows";
  return null;
}

function isOlder(version: string, needed: string): boolean {
  const [have = [0, 0], want = [0, 0]] = [version, needed].map((text) =>
    text.split(".").map((part) => Number.parseInt(part, 10)),
  );
  return (have[0] ?? 0) < (want[0] ?? 0) || (have[0] === want[0] && (have[1] ?? 0) < (want[1] ?? 0));
}
