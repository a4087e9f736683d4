/** Replay: a behaviour again, step by step, through the reference interpreter. */
import { type Step, showStep } from "../machine/action.js";
import { instanceOf } from "../machine/instance.js";
import type { Machine } from "../machine/machine.js";
import { nearest } from "../machine/nearest.js";
import { MODEL_ERROR } from "../machine/verdict.js";
import { type Change, diff } from "../schema/diff.js";
import type { Value } from "../schema/value.js";
import { interpreter } from "../semantics/interpreter.js";
import type { Behaviour } from "./behaviour.js";
import { digestOfState } from "./digest.js";
import { type Judgement, judge, modelErrorIn } from "./judge.js";
import { judgeLasso, type LassoJudgement } from "./lasso.js";
import { isBadPrefix } from "./prefix.js";

/** A step with what it changed. */
export interface ReplayedStep {
  readonly step: Step;
  readonly changes: readonly Change[];
}

/** The first step that a machine does not take, or the property that it does not have. */
export interface Misfit {
  /** Position of the step from 0, or `null` when it is the property or the initial state that does not fit. */
  readonly at: number | null;
  readonly reason:
    | "unknown-action"
    | "unknown-parameters"
    | "guard-refuses"
    | "step-fails"
    | "no-initial-state"
    | "unknown-property"
    | "no-loop";
  /** One line, fit for a person. */
  readonly message: string;
}

/** What became of a behaviour when it was run again. */
export interface Replay {
  readonly machine: Machine;
  readonly property: string | null;
  /** The initial state, then the state after each step that was taken; empty when there is no initial state. */
  readonly states: readonly Value[];
  /** The steps that were taken, and for `model-error` also the one that failed. */
  readonly steps: readonly ReplayedStep[];
  /**
   * `violates`: the end breaks the property. `reaches`: it shows what a *sometimes* property asks for. `fits`: all steps
   * were taken, and the end does neither. `misfits`: the machine does not take them all, see `misfit`.
   */
  readonly outcome: Judgement | "misfits";
  readonly misfit: Misfit | null;
  /** What went wrong in model code, for `model-error` and where it stops a replay. */
  readonly error: string | null;
  /** What a behaviour that goes on for ever shows; `null` for a finite one. */
  readonly lasso: LassoJudgement | null;
  /** Digest of the packed words of the last state. */
  readonly final: string;
}

/**
 * Takes the steps of a behaviour on a machine and judges its end by the property that it names. Never throws for a
 * behaviour that does not fit the machine: the result says which step is the first that does not, and why.
 */
export function replay(machine: Machine, behaviour: Pick<Behaviour, "steps" | "property" | "loop">): Replay {
  const { property, steps: wanted, loop } = behaviour;
  const model = interpreter(machine);
  const states: Value[] = [];
  const steps: ReplayedStep[] = [];
  let lasso: LassoJudgement | null = null;
  const result = (outcome: Replay["outcome"], misfit: Misfit | null, error: string | null): Replay => {
    const final = digestOfState(machine, states.at(-1) ?? null);
    return { machine, property, states, steps, outcome, misfit, error, lasso, final };
  };
  const misfit = (at: number | null, reason: Misfit["reason"], message: string, error: string | null = null): Replay =>
    result("misfits", { at, reason, message }, error);

  try {
    states.push(model.initial());
  } catch (error) {
    const message = messageOf(error);
    if (property === MODEL_ERROR && wanted.length === 0) return result("violates", null, message);
    return misfit(null, "no-initial-state", message, message);
  }
  for (const [at, step] of wanted.entries()) {
    const before = states[at] as Value;
    const instance = instanceOf(machine, step);
    if (instance === undefined) return misfit(at, ...unknownStep(machine, step));
    try {
      if (!model.isEnabled(before, instance))
        return misfit(at, "guard-refuses", `the guard of "${showStep(step)}" refuses`);
      const { value } = model.apply(before, instance);
      states.push(value);
      steps.push({ step, changes: diff(machine.shape, before, value) });
    } catch (error) {
      const message = messageOf(error);
      if (property !== MODEL_ERROR || at < wanted.length - 1) return misfit(at, "step-fails", message, message);
      steps.push({ step, changes: [] });
      return result("violates", null, message);
    }
  }
  const last = wanted.at(-1);
  const end = {
    before: states.at(-2) ?? null,
    instance: last === undefined ? null : (instanceOf(machine, last) as number),
    after: states.at(-1) as Value,
  };
  if (loop !== undefined) {
    try {
      lasso = judgeLasso(machine, model, property, { states, steps: wanted, loop });
      if (lasso === null) return misfit(null, "unknown-property", unknownProperty(machine, property as string));
      if (!lasso.closed)
        return misfit(null, "no-loop", `the state after the last step is not the one after step ${loop}: no loop`);
      return result(lasso.violated.length > 0 && lasso.unfair.length === 0 ? "violates" : "fits", null, null);
    } catch (error) {
      return result("fits", null, messageOf(error));
    }
  }
  if (property === null) return result("fits", null, null);
  if (property === MODEL_ERROR) {
    const message = modelErrorIn(machine, model, end);
    return result(message === null ? "fits" : "violates", null, message);
  }
  try {
    const asked = machine.properties.find(({ name, temporal }) => name === property && temporal !== undefined);
    if (asked !== undefined)
      return result(isBadPrefix(machine, model, asked, { states, steps: wanted }) ? "violates" : "fits", null, null);
    const judgement = judge(machine, model, property, end);
    return judgement === null
      ? misfit(null, "unknown-property", unknownProperty(machine, property))
      : result(judgement, null, null);
  } catch (error) {
    return result("fits", null, messageOf(error));
  }
}

function unknownStep({ scenario, scope, actions }: Machine, step: Step): [Misfit["reason"], string] {
  if (actions.some(({ name }) => name === step.action))
    return ["unknown-parameters", `"${showStep(step)}" is no step here: its action has no such parameters`];
  const known = scenario.actions.map(({ name }) => name);
  const why = known.includes(step.action)
    ? `its action has no instances in the scope ${JSON.stringify(scope)}`
    : `scenario ${scenario.name} has no action "${step.action}"${nearest(step.action, known)}`;
  return ["unknown-action", `"${showStep(step)}" is no step here: ${why}`];
}

function unknownProperty({ scenario, design, properties }: Machine, name: string): string {
  if (scenario.properties.some((property) => property.name === name))
    return `property ${name} says nothing about ${scenario.name} under the design ${design.name} in this scope`;
  const known = properties.map((property) => property.name);
  return `scenario ${scenario.name} has no property "${name}"${nearest(name, known)}`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
