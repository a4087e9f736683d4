/** Actions: the atomic steps of a model. */
import type { ParameterSchemas, Parameters, ParametersOf } from "./parameters.js";

/** How an action is written. `S` is the state as guards see it, `D` as effects see it, `C` the model's constants. */
export interface ActionSpec<S, D, C, P extends ParameterSchemas> {
  /** Finite domains; the action has one instance for each choice of values. */
  readonly parameters?: P;
  /** What makes the step atomic: a lock, or the single access that it is. */
  readonly atomicUnder?: string;
  /** Where that was read: file and function with version, RFC section, paper. */
  readonly source?: string;
  /** Whether an instance is in the machine at all, under these constants; an action without instances is not. */
  readonly when?: (constants: C, parameters: ParametersOf<P>) => boolean;
  /** The guard: whether the step can be taken. A pure function; absent means always. */
  readonly enabled?: (state: S, parameters: ParametersOf<P>) => boolean;
  /** The effect, on a draft of the state. Pure: it depends on nothing but the draft and the parameters. */
  readonly effect: (draft: D, parameters: ParametersOf<P>) => void;
}

/** An action of a model. Made by {@link import("./author.js").author}. */
export interface Action<P extends ParameterSchemas = ParameterSchemas> {
  readonly name: string;
  readonly parameters: P;
  readonly atomicUnder: string;
  readonly source: string;
  // The engine calls these with views made for the action's own model; the authoring layer keeps the types.
  readonly when: (constants: never, parameters: never) => boolean;
  readonly enabled: (state: never, parameters: never) => boolean;
  readonly effect: (draft: never, parameters: never) => void;
}

/** One step of a behaviour: an action by name, with its parameters. */
export interface Step {
  readonly action: string;
  readonly parameters: Parameters;
}

/** `start break (breaker=1)` */
export function showStep(step: Step): string {
  const parameters = Object.entries(step.parameters).map(([name, value]) => `${name}=${String(value)}`);
  return parameters.length === 0 ? step.action : `${step.action} (${parameters.join(", ")})`;
}
