/** The liveness properties of a machine, and what they ask. */
import { messageOf } from "../machine/answers.js";
import type { Formula } from "../machine/formula.js";
import type { Machine } from "../machine/machine.js";
import type { Property } from "../machine/property.js";
import { conjunctsOf } from "./conjuncts.js";

/** The liveness properties of a machine. */
export const livenessOf = ({ properties }: Pick<Machine, "properties">): readonly Property[] =>
  properties.filter(({ temporal }) => temporal !== undefined);

/** Whether only what can never be mended violates a property. */
export const isHopeless = ({ temporal }: Property): boolean => temporal?.beyondHope === true;

/** One property, as the parts that are judged by themselves. */
export interface Asked {
  readonly property: Property;
  readonly parts: readonly Formula[];
  /** What went wrong in the model's own code; `null` when nothing did. */
  readonly error: string | null;
}

function ask(machine: Machine, property: Property): Asked {
  try {
    const formula = property.temporal?.formula(machine.constants as never, machine.scope);
    return { property, parts: formula === undefined ? [] : conjunctsOf(formula), error: null };
  } catch (error) {
    return { property, parts: [], error: messageOf(error) };
  }
}

/** All liveness properties of a machine, made into formulas. */
export const askedOf = (machine: Machine): Asked[] => livenessOf(machine).map((property) => ask(machine, property));
