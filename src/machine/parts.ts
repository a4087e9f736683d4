/** State properties about each of some things: one predicate for each choice of their parameters in a scope. */
import type { Scope } from "../schema/schema.js";
import { choices } from "./parameters.js";
import type { Property, StatePart } from "./property.js";
import { withTextOf } from "./text.js";

/**
 * A property as the engines ask it: with the parameters of its state part chosen in every way.
 * @throws SchemaError for a parameter that makes no sense in the scope
 */
export function withParts(property: Property, scope: Scope): Property {
  const { badState, stateExercised, parameters } = property;
  if (badState === null || parameters === undefined) return property;
  const parts = choices(parameters, scope).map((chosen): StatePart => {
    const fixed = Object.freeze(chosen) as never;
    return { bad: (s) => badState(s, fixed), exercised: (s) => stateExercised?.(s, fixed) ?? false };
  });
  return {
    ...property,
    parts,
    badState: withTextOf((s: never) => any(parts, ({ bad }) => bad(s)), badState),
    stateExercised:
      stateExercised === null
        ? null
        : withTextOf((s: never) => any(parts, ({ exercised }) => exercised(s)), stateExercised),
  };
}

/** An answer that is no boolean is passed on, for the engines to complain about. */
function any(parts: readonly StatePart[], ask: (part: StatePart) => boolean): boolean {
  for (const part of parts) {
    const answer = ask(part);
    if (answer !== false) return answer;
  }
  return false;
}
