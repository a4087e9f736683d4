/** What the end of a behaviour says about a property, by the reference interpreter. */
import type { Machine } from "../machine/machine.js";
import { NO_DEADLOCK } from "../machine/verdict.js";
import type { Value } from "../schema/value.js";
import type { Interpreter } from "../semantics/interpreter.js";

export type Judgement = "violates" | "reaches" | "fits";

/** The last state, and the step that led to it: `null` twice for the initial state. */
export interface End {
  readonly before: Value | null;
  readonly instance: number | null;
  readonly after: Value;
}

/**
 * Judges the last state and the last step by a property; `null` when the machine has no property of that name.
 * @throws ModelError when the property fails.
 */
export function judge(machine: Machine, model: Interpreter, name: string, end: End): Judgement | null {
  if (name === NO_DEADLOCK)
    return model.enabled(end.after).length === 0 && !model.final(end.after) ? "violates" : "fits";
  const property = machine.properties.find((known) => known.name === name);
  if (property === undefined) return null;
  const shown =
    model.badState(property, end.after) ||
    (end.before !== null && end.instance !== null && model.badStep(property, end.before, end.instance, end.after));
  if (!shown) return "fits";
  return property.kind === "sometimes" ? "reaches" : "violates";
}

/**
 * Asks of the end of a behaviour everything that a search asks: all properties with their exercise, all guards, whether
 * it is final. The message of the first that fails, or `null`.
 */
export function modelErrorIn(machine: Machine, model: Interpreter, end: End): string | null {
  try {
    const { before, instance, after } = end;
    for (const property of machine.properties) {
      judge(machine, model, property.name, end);
      model.stateExercised(property, after);
      if (before !== null && instance !== null) model.stepExercised(property, before, instance, after);
    }
    model.enabled(after);
    model.final(after);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
