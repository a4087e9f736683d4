/** Why an observation does not fit any possible state: which guard refused, or what differed; and one way to get there. */
import { type Step, showStep } from "../machine/action.js";
import { asStep } from "../machine/instance.js";
import type { Instance, Machine } from "../machine/machine.js";
import { unpack } from "../schema/pack.js";
import type { Value } from "../schema/value.js";
import type { MomentRule, Possibility, PossibleStates, StepRule } from "./possible.js";

/** One reason, and in how many of the possible states it holds. */
export interface Reason {
  readonly why: string;
  readonly states: number;
}

/** Why nothing fits. */
export interface Refusal {
  /** The most frequent first. */
  readonly reasons: readonly Reason[];
  /** The possible states, at most as many as were asked for. */
  readonly possible: readonly Value[];
  /** How many states are possible. */
  readonly of: number;
  /** Steps from the initial state to the first of them. */
  readonly steps: readonly Step[];
}

/** Why no step can be taken that the rule takes for the one observed. Call it when `take` has returned false. */
export function explainStep<M>(possible: PossibleStates<M>, rule: StepRule<M>, most = 3): Refusal {
  return refusal(possible, most, (one) => stepReasons(possible, one, rule));
}

/**
 * Why no possible state fits. Call it when `observe` has returned false.
 * @param pending steps that would have had to be taken before, unseen: those whose guards refuse are named as well
 */
export function explainMoment<M>(
  possible: PossibleStates<M>,
  rule: MomentRule<M>,
  pending: StepRule<M> | null = null,
  most = 3,
): Refusal {
  return refusal(possible, most, (one) => {
    possible.packed.before.set(one.words);
    possible.packed.beforeRoot.tree.restore();
    const fit = rule(one.memory, possible.packed.beforeRoot.view);
    if ("memory" in fit) return [];
    const refused = pending === null ? [] : stepReasons(possible, one, pending, true);
    return refused.length === 0 ? [fit.why] : refused.map((why) => `${fit.why}: ${why}`);
  });
}

/** The steps of one way to a possible state. */
export function stepsTo<M>(machine: Machine, to: Possibility<M>): Step[] {
  const steps: Step[] = [];
  for (let at: Possibility<M> | null = to; at !== null; at = at.from)
    if (at.instance !== null) steps.push(asStep(machine.instances[at.instance] as Instance));
  return steps.reverse();
}

function stepReasons<M>(
  { machine, packed }: PossibleStates<M>,
  one: Possibility<M>,
  rule: StepRule<M>,
  guardsOnly = false,
): string[] {
  const reasons: string[] = [];
  for (const [index, instance] of machine.instances.entries()) {
    if (!rule.about(one.memory, instance)) continue;
    packed.before.set(one.words);
    packed.beforeRoot.tree.restore();
    const name = showStep(asStep(instance));
    if (!packed.isEnabled(index)) {
      reasons.push(`the guard of ${name} refuses`);
      continue;
    }
    if (guardsOnly) continue;
    packed.apply(index);
    const fit = rule.fits(one.memory, { before: packed.beforeRoot.view, instance, after: packed.afterRoot.view });
    if ("why" in fit) reasons.push(`${name}: ${fit.why}`);
  }
  return reasons.length === 0 && !guardsOnly ? ["no step of the model is what was observed"] : reasons;
}

function refusal<M>(
  possible: PossibleStates<M>,
  most: number,
  reasonsOf: (one: Possibility<M>) => readonly string[],
): Refusal {
  const all = possible.all;
  const counts = new Map<string, number>();
  for (const one of all) for (const why of reasonsOf(one)) counts.set(why, (counts.get(why) ?? 0) + 1);
  return {
    reasons: [...counts].map(([why, states]) => ({ why, states })).sort((a, b) => b.states - a.states),
    possible: all.slice(0, most).map(({ words }) => unpack(possible.machine.layout, words)),
    of: all.length,
    steps: all[0] === undefined ? [] : stepsTo(possible.machine, all[0]),
  };
}
