/**
 * Formulas of linear temporal logic, over what is true in a state and of the step that leaves it. A formula is judged on
 * a behaviour from its first position on; `src/temporal/` decides whether all fair behaviours of a machine satisfy it.
 *
 * A behaviour is an infinite sequence of states and steps, or a finite one whose last state repeats for ever, by steps
 * that are nobody's (predicates of steps are false on them). A state has such an end only where fairness allows it.
 */
import { type Scalar, valuesOf } from "../schema/scalar.js";
import type { PlainScalarSchema, Scope } from "../schema/schema.js";
import { isScalar, resolve } from "../schema/shape.js";
import type { PlainScalarOf } from "../schema/types.js";
import type { Action } from "./action.js";
import type { Parameters } from "./parameters.js";

/** A predicate at one position of a behaviour. */
export type Atom =
  | { readonly op: "state"; readonly name: string; readonly holds: (state: never) => boolean }
  | {
      readonly op: "step";
      readonly name: string;
      /** The actions whose steps it may hold of; `null` for all. */
      readonly on: readonly string[] | null;
      readonly holds: (before: never, parameters: never, after: never) => boolean;
    }
  | {
      /** Whether a step of these can be taken, or is. */
      readonly op: "enabled" | "taken";
      readonly name: string;
      readonly actions: readonly string[];
      readonly where: ((parameters: Parameters, action: string) => boolean) | null;
    };

/** A formula. Made by the functions of this module; atoms by those of {@link import("./author.js").author}. */
export type Formula =
  | Atom
  | { readonly op: "constant"; readonly value: boolean }
  | { readonly op: "not" | "next" | "always" | "eventually"; readonly of: Formula }
  | { readonly op: "and" | "or"; readonly of: readonly Formula[] }
  | { readonly op: "until" | "release" | "implies" | "leadsTo"; readonly left: Formula; readonly right: Formula };

/** True of every behaviour. */
export const TRUE: Formula = { op: "constant", value: true };
/** True of none. */
export const FALSE: Formula = { op: "constant", value: false };

/** Its negation. */
export const not = (of: Formula): Formula => ({ op: "not", of });
/** All of them; of none, true. */
export const and = (...of: readonly Formula[]): Formula => ({ op: "and", of });
/** Some of them; of none, false. */
export const or = (...of: readonly Formula[]): Formula => ({ op: "or", of });
/** The right one, unless the left one is false. */
export const implies = (left: Formula, right: Formula): Formula => ({ op: "implies", left, right });
/** From the next position on. In the repeated last state of a finite behaviour, the next position is the same state. */
export const next = (of: Formula): Formula => ({ op: "next", of });
/** Now and at every later position. */
export const always = (of: Formula): Formula => ({ op: "always", of });
/** Now or at some later position. */
export const eventually = (of: Formula): Formula => ({ op: "eventually", of });
/** The right one comes, and the left one holds until then (strong). */
export const until = (left: Formula, right: Formula): Formula => ({ op: "until", left, right });
/** The right one holds up to and including the position where the left one does; for ever if it never does. */
export const release = (left: Formula, right: Formula): Formula => ({ op: "release", left, right });
/** As {@link until}, but the right one need not come. */
export const weakUntil = (left: Formula, right: Formula): Formula => release(right, or(left, right));
/** Whenever the left one holds, the right one holds then or later. */
export const leadsTo = (left: Formula, right: Formula): Formula => ({ op: "leadsTo", left, right });
/** Again and again, without end. */
export const infinitelyOften = (of: Formula): Formula => always(eventually(of));
/** From some position on for ever. */
export const stabilises = (of: Formula): Formula => eventually(always(of));

/** A formula for each value of a domain, such as each id of a kind, all of which are to hold. */
export const forEach = <V extends PlainScalarSchema>(
  domain: V,
  scope: Scope,
  make: (value: PlainScalarOf<V>) => Formula,
): Formula => {
  const shape = resolve(domain, scope);
  const values: readonly Scalar[] = isScalar(shape) ? valuesOf(shape) : [];
  return and(...values.map((value) => make(value as PlainScalarOf<V>)));
};

/** Whether a step of these actions (with such parameters) can be taken. */
export const enabled = (
  actions: readonly Pick<Action, "name">[],
  where: ((parameters: Parameters, action: string) => boolean) | null = null,
): Formula => actionAtom("enabled", actions, where);
/** Whether the step from here is one of these actions (with such parameters). */
export const taken = (
  actions: readonly Pick<Action, "name">[],
  where: ((parameters: Parameters, action: string) => boolean) | null = null,
): Formula => actionAtom("taken", actions, where);

function actionAtom(
  op: "enabled" | "taken",
  actions: readonly Pick<Action, "name">[],
  where: ((parameters: Parameters, action: string) => boolean) | null,
): Formula {
  const names = actions.map(({ name }) => name);
  return { op, name: `${op}(${names.join(", ")})`, actions: names, where };
}

/** A formula in the usual notation, with the names of its atoms. */
export function printFormula(formula: Formula): string {
  switch (formula.op) {
    case "constant":
      return String(formula.value);
    case "not":
      return `¬${printFormula(formula.of)}`;
    case "next":
    case "always":
    case "eventually":
      return `${formula.op} ${printFormula(formula.of)}`;
    case "and":
    case "or":
      return formula.of.length === 0
        ? String(formula.op === "and")
        : `(${formula.of.map(printFormula).join(formula.op === "and" ? " ∧ " : " ∨ ")})`;
    case "implies":
      return `(${printFormula(formula.left)} → ${printFormula(formula.right)})`;
    case "until":
    case "release":
      return `(${printFormula(formula.left)} ${formula.op} ${printFormula(formula.right)})`;
    case "leadsTo":
      return `(${printFormula(formula.left)} leads to ${printFormula(formula.right)})`;
    default:
      return formula.name;
  }
}
