/** What a behaviour that goes on for ever says about a property, by the reference interpreter and without automata. */
import { type Step, showStep } from "../machine/action.js";
import { type Atom, type Formula, printFormula } from "../machine/formula.js";
import { asStep, instanceOf } from "../machine/instance.js";
import type { Machine } from "../machine/machine.js";
import { equal } from "../schema/equal.js";
import type { Value } from "../schema/value.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { Alphabet } from "../temporal/alphabet.js";
import { awaitedBy, conjunctsOf, holdsHere, isPropositional } from "../temporal/conjuncts.js";
import { constraintsOf } from "../temporal/constraints.js";
import { satisfies } from "../temporal/evaluate.js";

/** A behaviour that was taken again: the state before each step, and the last one. */
export interface TakenLasso {
  readonly states: readonly Value[];
  readonly steps: readonly Step[];
  readonly loop: number;
}

/** Why the loop keeps a fairness constraint. */
export interface Kept {
  /** The assumption. */
  readonly says: string;
  readonly kind: "weak" | "strong";
  /** Counted from 1, a step of the loop that does it, or the step before a state of the loop in which it cannot be done. */
  readonly why: { readonly taken: number } | { readonly disabledAfter: number } | "never enabled";
}

/** What a loop shows. */
export interface LassoJudgement {
  readonly loop: number;
  /** Whether the last state is the one in which the loop begins. */
  readonly closed: boolean;
  /** The parts of the property that are false. */
  readonly violated: readonly Formula[];
  /** What they wait for and never comes about on the loop. */
  readonly avoids: readonly string[];
  /** Those of them that are false for another reason. */
  readonly denied: readonly string[];
  /** The assumptions that the loop does not keep; without any, the behaviour is fair. */
  readonly unfair: readonly string[];
  readonly kept: readonly Kept[];
}

/**
 * Judges a loop; `null` when the machine has no such liveness property.
 * @param property `null` for a mere sample
 * @throws ModelError when the model's own code fails
 */
export function judgeLasso(
  machine: Machine,
  model: Interpreter,
  property: string | null,
  { states, steps, loop }: TakenLasso,
): LassoJudgement | null {
  const found = machine.properties.find(({ name, temporal }) => name === property && temporal !== undefined);
  if (property !== null && found === undefined) return null;
  const closed = equal(states.at(-1) as Value, states[loop] as Value);
  // The last state is a position of its own only when it repeats for ever.
  const positions = loop === steps.length ? states : states.slice(0, -1);
  const open = positions.map((state) => model.enabled(state));
  const instances = steps.map((step) => instanceOf(machine, step) as number);
  const formula = found?.temporal?.formula(machine.constants as never, machine.scope);
  const holds = atomsOn(machine, model, states, instances, open);
  const violated =
    formula === undefined || !closed
      ? []
      : conjunctsOf(formula).filter((part) => !satisfies(part, positions.length, loop, holds));
  const never = (awaited: Formula): boolean =>
    isPropositional(awaited) &&
    positions.every((_, at) => at < loop || !holdsHere(awaited, (atom) => holds(atom as Atom, at)));
  const judged = constraintsOf(machine).list.map((constraint): Kept | string => {
    const { kind, says, instances: own } = constraint;
    const taken = instances.findIndex((instance, at) => at >= loop && own[instance] === 1);
    if (taken >= 0) return { says, kind, why: { taken: taken + 1 } };
    const enabled = open.slice(loop).map((here) => here.some((instance) => own[instance] === 1));
    if (!enabled.includes(true)) return { says, kind, why: "never enabled" };
    const disabled = enabled.indexOf(false);
    return kind === "weak" && disabled >= 0
      ? { says, kind, why: { disabledAfter: loop + disabled } }
      : `${says} (${kind} fairness): ${neglected(machine, open.slice(loop).flat(), own)} is put off for ever`;
  });
  return {
    loop,
    closed,
    violated,
    avoids: [...new Set(violated.map(awaitedBy).filter(never).map(printFormula))],
    denied: violated.filter((part) => !never(awaitedBy(part))).map(printFormula),
    unfair: judged.filter((one) => typeof one === "string"),
    kept: judged.filter((one) => typeof one !== "string"),
  };
}

/** What is true at each position of a behaviour that was taken again. */
export function atomsOn(
  machine: Machine,
  model: Interpreter,
  states: readonly Value[],
  instances: readonly number[],
  open: readonly (readonly number[])[],
): (atom: Atom, position: number) => boolean {
  const alphabet = new Alphabet(machine);
  return (atom, position) => {
    const made = alphabet.atoms[alphabet.number(atom)];
    const instance = instances[position];
    const state = states[position] as Value;
    switch (made?.kind) {
      case "state":
        return made.holds(model.view(state) as never);
      case "enabled":
        return (open[position] as readonly number[]).some((one) => made.instances[one] === 1);
      case "taken":
        return instance !== undefined && made.instances[instance] === 1;
      case "step":
        return (
          instance !== undefined &&
          made.instances[instance] === 1 &&
          made.holds(
            model.view(state) as never,
            machine.instances[instance]?.parameters as never,
            model.view(states[position + 1] as Value) as never,
          )
        );
      default:
        return false;
    }
  };
}

function neglected(machine: Machine, open: readonly number[], own: Uint8Array): string {
  const instance = machine.instances[open.find((one) => own[one] === 1) as number];
  return instance === undefined ? "a step" : `"${showStep(asStep(instance))}"`;
}
