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
  return refusal(possible, most, (one) => {
    const { guards, differences } = stepReasons(possible, one, rule);
    const reasons = [...differences, ...guards];
    return reasons.length === 0 ? ["no step of the model is what was observed"] : reasons;
  });
}

/**
 * Why no possible state fits. Call it when `observe` has returned false.
 * @param missing steps that would have had to be taken before, unseen: what is wrong with them is named first
 */
export function explainMoment<M>(
  possible: PossibleStates<M>,
  rule: MomentRule<M>,
  missing: StepRule<M> | null = null,
  most = 3,
): Refusal {
  return refusal(possible, most, (one) => {
    possible.packed.before.set(one.words);
    possible.packed.beforeRoot.tree.restore();
    const fit = rule(one.memory, possible.packed.beforeRoot.view);
    if ("memory" in fit) return [];
    if (missing === null) return [fit.why];
    const { guards, differences } = stepReasons(possible, one, missing);
    if (differences.length > 0) return differences;
    // Of many steps that cannot be taken none is the one that was missing.
    return guards.length === 1 ? guards : [fit.why];
  });
}

/** The steps of one way to a possible state. */
export function stepsTo<M>(machine: Machine, to: Possibility<M>): Step[] {
  const steps: Step[] = [];
  for (let at: Possibility<M> | null = to; at !== null; at = at.from)
    if (at.instance !== null) steps.push(asStep(machine.instances[at.instance] as Instance));
  return steps.reverse();
}

/** Guards that refuse, and what differs in the steps that can be taken. */
function stepReasons<M>(
  { machine, packed }: PossibleStates<M>,
  one: Possibility<M>,
  rule: StepRule<M>,
): { readonly guards: readonly string[]; readonly differences: readonly string[] } {
  const guards: string[] = [];
  const differences: string[] = [];
  for (const [index, instance] of machine.instances.entries()) {
    if (!rule.about(one.memory, instance)) continue;
    packed.before.set(one.words);
    packed.beforeRoot.tree.restore();
    const name = showStep(asStep(instance));
    if (!packed.isEnabled(index)) {
      guards.push(`the guard of ${name} refuses`);
      continue;
    }
    packed.apply(index);
    const fit = rule.fits(one.memory, { before: packed.beforeRoot.view, instance, after: packed.afterRoot.view });
    if ("why" in fit) differences.push(`${name}: ${fit.why}`);
  }
  return { guards, differences };
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
