/**
 * Properties: what must hold. A *state* property is judged on every reachable state, a *step* property on every
 * transition, a *sometimes* property asks that something can be reached. Liveness has its place in `kind` and in
 * `src/temporal/`.
 */
import type { Action } from "./action.js";
import type { ParametersOf } from "./parameters.js";

export type PropertyKind = "state" | "step" | "state+step" | "sometimes" | "deadlock";

/** Parameters of the actions that a step property watches. */
export type Watched<A> = A extends Action<infer P> ? ParametersOf<P> : never;

interface Documented {
  /** What it says, in one sentence for people who have not seen the model. */
  readonly says?: string;
  /** Where it comes from: RFC section, patch, man page. */
  readonly source?: string;
  /** The faults and designs that violate it; a run must show that at least one does. */
  readonly violatedBy?: readonly string[];
}
/** A predicate on states. */
export interface StateSpec<S, C> extends Documented {
  readonly state: (state: S) => boolean;
  /** When the property had something to say; counted, and zero means vacuous. Absent: always. */
  readonly exercisedWhen?: (state: S) => boolean;
  /** Whether the property applies under these constants. */
  readonly applies?: (constants: C) => boolean;
}
/** A predicate on transitions, of the named actions or of all. */
export interface StepSpec<S, C, A extends Action> extends Documented {
  readonly on?: readonly A[];
  readonly step: (before: S, parameters: Watched<A>, after: S) => boolean;
  readonly exercisedWhen?: (before: S, parameters: Watched<A>, after: S) => boolean;
  readonly applies?: (constants: C) => boolean;
}
/** Both: the property holds when its state part and its step part do; exercise is counted on steps. */
export interface StateAndStepSpec<S, C, A extends Action> extends StepSpec<S, C, A> {
  readonly state: (state: S) => boolean;
}

/** A property of a model. Made by {@link import("./author.js").author}. */
export interface Property {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly says: string;
  readonly source: string;
  readonly violatedBy: readonly string[];
  /** Names of the actions that the step part watches; `null` for all. */
  readonly on: readonly string[] | null;
  /** True for a state that breaks the property (for *sometimes*: that reaches it). */
  readonly badState: ((state: never) => boolean) | null;
  /** True for a transition that breaks the property (for *sometimes*: that reaches it). */
  readonly badStep: ((before: never, parameters: never, after: never) => boolean) | null;
  readonly stateExercised: ((state: never) => boolean) | null;
  readonly stepExercised: ((before: never, parameters: never, after: never) => boolean) | null;
  readonly applies: (constants: never) => boolean;
}
