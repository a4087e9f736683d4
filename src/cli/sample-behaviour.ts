/** A behaviour to look at: a seeded walk that prefers actions it has seldom taken and states it has not yet seen. */
import type { Step } from "../machine/action.js";
import { asStep } from "../machine/instance.js";
import type { Machine } from "../machine/machine.js";
import { rngOf } from "../random/rng.js";
import { ModelError } from "../schema/errors.js";
import type { Value } from "../schema/value.js";
import { type Interpreter, interpreter } from "../semantics/interpreter.js";

/** Parts of one step of preference, so that ties are broken at random. */
const FINE = 2 ** 20;

/** At most `length` steps; fewer when the system stops. The same seed gives the same steps. */
export function sampleBehaviour(machine: Machine, seed: string, length: number): Step[] {
  const rng = rngOf(seed);
  const reference = interpreter(machine);
  const taken = machine.actions.map(() => 0);
  let state = reference.initial();
  const seen = new Set([JSON.stringify(state)]);
  const steps: Step[] = [];
  while (steps.length < length) {
    const candidates = successors(reference, state).map(({ instance, after }) => ({
      instance,
      after,
      cost:
        (taken[actionOf(machine, instance)] as number) +
        (seen.has(JSON.stringify(after)) ? machine.actions.length : 0) +
        rng.below(FINE) / FINE,
    }));
    const best = candidates.sort((a, b) => a.cost - b.cost)[0];
    if (best === undefined) break;
    taken[actionOf(machine, best.instance)] = (taken[actionOf(machine, best.instance)] as number) + 1;
    state = best.after;
    seen.add(JSON.stringify(state));
    steps.push(asStep(machine.instances[best.instance] as Machine["instances"][number]));
  }
  return steps;
}

const actionOf = (machine: Machine, instance: number): number => machine.instances[instance]?.actionIndex ?? 0;

/** Every step that can be taken; those that are model errors are left out, since they lead nowhere. */
function successors(reference: Interpreter, state: Value): { readonly instance: number; readonly after: Value }[] {
  return reference.enabled(state).flatMap((instance) => {
    try {
      return [{ instance, after: reference.apply(state, instance).value }];
    } catch (error) {
      if (error instanceof ModelError) return [];
      throw error;
    }
  });
}
