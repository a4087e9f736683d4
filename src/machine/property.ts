/**
 * Properties: what must hold. A *state* property is judged on every reachable state, a *step* property on every
 * transition, a *sometimes* property asks that something can be reached, a *liveness* property is judged on every fair
 * behaviour (`src/temporal/`).
 */
import type { Scope } from "../schema/schema.js";
import type { Action } from "./action.js";
import type { Formula } from "./formula.js";
import type { ParameterSchemas, ParametersOf } from "./parameters.js";

export type PropertyKind = "state" | "step" | "state+step" | "sometimes" | "deadlock" | "liveness";

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
/** A predicate on states, or one for each of some things. */
export interface StateSpec<S, C, P extends ParameterSchemas = Record<never, never>> extends Documented {
  /**
   * What it is about, as the parameters of an action: *always* holds for all choices, *never* for none, *sometimes* is
   * reached by one. To be preferred to a loop in `state`: each choice is then learnt by itself, which a search is quicker with.
   */
  readonly parameters?: P;
  readonly state: (state: S, parameters: ParametersOf<P>) => boolean;
  /** When the property had something to say; counted once a state, and zero means vacuous. Absent: always. */
  readonly exercisedWhen?: (state: S, parameters: ParametersOf<P>) => boolean;
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
/** A formula of temporal logic, under these constants. */
export interface LivenessSpec<C> extends Documented {
  readonly formula: (constants: C, scope: Scope) => Formula;
  readonly applies?: (constants: C) => boolean;
}
/** Parts of a system, none of which may be stuck for ever, whatever the others do. */
export interface NeverStuckSpec<C> extends Documented {
  /** For each part what shows that it is not stuck: that it can step, or has nothing to do. Without temporal operators. */
  readonly alive: (constants: C, scope: Scope) => readonly Formula[];
  readonly applies?: (constants: C) => boolean;
}

/** What a liveness property asks. */
export interface Temporal {
  readonly formula: (constants: never, scope: Scope) => Formula;
  /**
   * For the parts of a system: violated only where no continuation, fair or not, ever brings back what the formula of the
   * shape `always eventually` asks for.
   */
  readonly beyondHope: boolean;
}

/** Given to the state part of a whole property, whose parameters are bound or absent. */
export const NOT_CHOSEN = undefined as never;

/** A state predicate as the engines ask it: with its parameters chosen. */
export interface StatePart {
  readonly bad: (state: never) => boolean;
  readonly exercised: (state: never) => boolean;
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
  readonly badState: ((state: never, parameters: never) => boolean) | null;
  /** True for a transition that breaks the property (for *sometimes*: that reaches it). */
  readonly badStep: ((before: never, parameters: never, after: never) => boolean) | null;
  readonly stateExercised: ((state: never, parameters: never) => boolean) | null;
  readonly stepExercised: ((before: never, parameters: never, after: never) => boolean) | null;
  readonly applies: (constants: never) => boolean;
  /** Domains of the parameters of the state part; absent: none. */
  readonly parameters?: ParameterSchemas;
  /** The state part for each choice of parameters in a scope; in a machine only. The whole is bad, or exercised, where any is. */
  readonly parts?: readonly StatePart[];
  /** What a *liveness* property asks; absent from all others. */
  readonly temporal?: Temporal;
}
