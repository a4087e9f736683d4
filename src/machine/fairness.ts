/**
 * Fairness: what a behaviour may not put off for ever. Assumptions belong to the model, and verdicts on liveness name them.
 *
 * *Weak*: what can be done from some point on without interruption is done in the end. *Strong*: what can be done again
 * and again is done in the end. A step that changes nothing counts as done.
 */
import type { Scalar } from "../schema/scalar.js";
import type { Action } from "./action.js";
import type { Parameters } from "./parameters.js";

/** One assumption: fairness for a set of actions, or for each family of their instances. */
export interface Fairness {
  readonly kind: "weak" | "strong";
  /** What it assumes, in a clause: "a runnable task runs". */
  readonly says: string;
  /** Names of the actions; `null` for all. */
  readonly actions: readonly string[] | null;
  /**
   * Which family an instance belongs to, each of which is treated fairly by itself: the same answer, the same family;
   * `null`, none. Absent: one family of all.
   */
  readonly each: ((parameters: Parameters, action: string) => Scalar | null) | null;
}

/** A family for each value of the parameter of this name, or as a function says. */
export type Each = string | ((parameters: Parameters, action: string) => Scalar | null);

const made = (
  kind: Fairness["kind"],
  says: string,
  actions: readonly Pick<Action, "name">[],
  each?: Each,
): Fairness => ({
  kind,
  says,
  actions: actions.map(({ name }) => name),
  each: typeof each === "string" ? (parameters) => parameters[each] ?? null : (each ?? null),
});

/** Weak fairness of a set of actions, or of each family of their instances. */
export const weak = (says: string, actions: readonly Pick<Action, "name">[], each?: Each): Fairness =>
  made("weak", says, actions, each);
/** Strong fairness of a set of actions, or of each family of their instances. */
export const strong = (says: string, actions: readonly Pick<Action, "name">[], each?: Each): Fairness =>
  made("strong", says, actions, each);

/** What is assumed of a scenario that says nothing: weak fairness of all actions together. */
export const progress: Fairness = {
  kind: "weak",
  says: "something happens as long as anything can",
  actions: null,
  each: null,
};
