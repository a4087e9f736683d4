/**
 * The authoring layer: `action`, `always`, `never`, `sometimes` and `liveness`, typed by the schema of a model's state.
 */
import type { RecordSchema, Scope } from "../schema/schema.js";
import type { DraftOf, StateOf } from "../schema/types.js";
import type { Action, ActionSpec } from "./action.js";
import * as ltl from "./formula.js";
import type { ParameterSchemas } from "./parameters.js";
import type {
  LivenessSpec,
  NeverStuckSpec,
  Property,
  StateAndStepSpec,
  StateSpec,
  StepSpec,
  Watched,
} from "./property.js";
import { withTextOf } from "./text.js";

/** The state of a model with its constants, as guards and properties see it. */
export type Seen<R extends RecordSchema, C> = StateOf<R> & { readonly constants: C };
/** The same as effects see it. */
export type Draft<R extends RecordSchema, C> = DraftOf<R> & { readonly constants: C };

type PropertySpec<S, C, A extends Action> = StateSpec<S, C> | StepSpec<S, C, A> | StateAndStepSpec<S, C, A>;

/** Functions that make the actions and properties of one model. */
export interface Author<S, D, C> {
  /** An atomic step. Its name is what traces, tokens and counts show. */
  action<const P extends ParameterSchemas = Record<never, never>>(
    name: string,
    spec: ActionSpec<S, D, C, P>,
  ): Action<P>;
  /** Something that holds in every state, on every step, or both. */
  always<A extends Action = Action>(name: string, spec: StateAndStepSpec<S, C, A>): Property;
  always<A extends Action = Action>(name: string, spec: StepSpec<S, C, A>): Property;
  always<const P extends ParameterSchemas = Record<never, never>>(name: string, spec: StateSpec<S, C, P>): Property;
  /** Something that holds in no state or on no step. */
  never<A extends Action = Action>(name: string, spec: StepSpec<S, C, A>): Property;
  never<const P extends ParameterSchemas = Record<never, never>>(name: string, spec: StateSpec<S, C, P>): Property;
  /** Something that some reachable state or step shows. */
  sometimes<A extends Action = Action>(name: string, spec: StepSpec<S, C, A>): Property;
  sometimes<const P extends ParameterSchemas = Record<never, never>>(name: string, spec: StateSpec<S, C, P>): Property;
  /** What every fair behaviour satisfies. */
  liveness(name: string, spec: LivenessSpec<C>): Property;
  /** No part of the system is stuck for ever, beyond all hope. */
  neverStuck(name: string, spec: NeverStuckSpec<C>): Property;
  /** A predicate on states, for formulas; the name is what reports show. */
  holds(name: string, state: (state: S) => boolean): ltl.Formula;
  /** A predicate on the steps of the named actions, for formulas. */
  steps<A extends Action>(
    name: string,
    on: readonly A[],
    step: (before: S, parameters: Watched<A>, after: S) => boolean,
  ): ltl.Formula;
}

/** Constants of type `C`, for {@link author}: what a machine knows beside its state (scope, switches, rules). */
export const constants = <C>(): { readonly constants?: C } => ({});

/**
 * The authoring functions for a state schema.
 * @example const { action, always } = author(record({ hands: range(0, 4) }));
 */
export function author<R extends RecordSchema, C = Record<string, never>>(
  _state: R,
  _constants?: { readonly constants?: C },
): Author<StateOf<R> & { readonly constants: C }, DraftOf<R> & { readonly constants: C }, C> {
  const property = (
    name: string,
    spec: PropertySpec<never, never, Action>,
    polarity: "always" | "never" | "sometimes",
  ): Property => {
    const state = "state" in spec ? spec.state : undefined;
    const step = "step" in spec ? spec.step : undefined;
    // Only `false` is turned round: anything but a boolean is left for the engines to complain about.
    const turned = (answer: boolean): boolean => (answer === true ? false : answer === false ? true : answer);
    const notState = (s: never, p: never): boolean => turned((state as NonNullable<typeof state>)(s, p));
    const notStep = (b: never, p: never, a: never): boolean => turned((step as NonNullable<typeof step>)(b, p, a));
    const badState = state && polarity === "always" ? withTextOf(notState, state) : state;
    const badStep = step && polarity === "always" ? withTextOf(notStep, step) : step;
    return {
      name,
      kind: polarity === "sometimes" ? "sometimes" : state && step ? "state+step" : state ? "state" : "step",
      says: spec.says ?? "",
      source: spec.source ?? "",
      violatedBy: spec.violatedBy ?? [],
      on: "on" in spec && spec.on !== undefined ? spec.on.map((watched) => watched.name) : null,
      badState: badState ?? null,
      badStep: badStep ?? null,
      stateExercised: state && !step ? ((spec.exercisedWhen as Property["stateExercised"]) ?? (() => true)) : null,
      stepExercised: step ? ((spec.exercisedWhen as Property["stepExercised"]) ?? (() => true)) : null,
      applies: spec.applies ?? (() => true),
      ...("parameters" in spec && spec.parameters !== undefined ? { parameters: spec.parameters } : {}),
    };
  };
  const liveness = (
    name: string,
    spec: Omit<LivenessSpec<never>, "formula">,
    formula: (constants: never, scope: Scope) => ltl.Formula,
    beyondHope: boolean,
  ): Property => ({
    name,
    kind: "liveness",
    says: spec.says ?? "",
    source: spec.source ?? "",
    violatedBy: spec.violatedBy ?? [],
    on: null,
    badState: null,
    badStep: null,
    stateExercised: null,
    stepExercised: null,
    applies: spec.applies ?? (() => true),
    temporal: { formula, beyondHope },
  });
  // Held as `unknown` in between: comparing these with the generic signatures is more than the type checker can do.
  const functions: unknown = {
    action: (name: string, spec: ActionSpec<never, never, never, ParameterSchemas>) => ({
      name,
      parameters: spec.parameters ?? {},
      atomicUnder: spec.atomicUnder ?? "",
      source: spec.source ?? "",
      when: spec.when ?? (() => true),
      enabled: spec.enabled ?? (() => true),
      effect: spec.effect,
    }),
    always: (name: string, spec: PropertySpec<never, never, Action>) => property(name, spec, "always"),
    never: (name: string, spec: PropertySpec<never, never, Action>) => property(name, spec, "never"),
    sometimes: (name: string, spec: PropertySpec<never, never, Action>) => property(name, spec, "sometimes"),
    liveness: (name: string, spec: LivenessSpec<never>) => liveness(name, spec, spec.formula, false),
    neverStuck: (name: string, spec: NeverStuckSpec<never>) =>
      liveness(name, spec, (known, scope) => ltl.and(...spec.alive(known, scope).map(ltl.infinitelyOften)), true),
    holds: (name: string, holds: (state: never) => boolean): ltl.Formula => ({ op: "state", name, holds }),
    steps: (
      name: string,
      on: readonly Action[],
      holds: (before: never, parameters: never, after: never) => boolean,
    ): ltl.Formula => ({ op: "step", name, on: on.map((action) => action.name), holds }),
  };
  return functions as never;
}
