/** Scenarios: a model as a whole — state, actions, properties — with the scopes, designs and faults it can be run under. */
import type { IdSchema, RecordSchema, Scope, ScopeValue } from "../schema/schema.js";
import type { Interchangeable } from "../schema/symmetry/kind.js";
import type { DraftOf, StateOf } from "../schema/types.js";
import type { Action, Step } from "./action.js";
import { type Fairness, progress } from "./fairness.js";
import type { Observation } from "./observation.js";
import type { Property } from "./property.js";

/** One key of a scope: its domain, its value when nothing is said, and what it means. */
export type ScopeKey =
  | {
      readonly kind: "number";
      readonly from: number;
      readonly to: number;
      readonly default: number;
      readonly says: string;
    }
  | { readonly kind: "flag"; readonly default: boolean; readonly says: string }
  | { readonly kind: "choice"; readonly values: readonly string[]; readonly default: string; readonly says: string };

/** A numeric scope key. */
export const number = (from: number, to: number, value: number, says: string): ScopeKey => ({
  kind: "number",
  from,
  to,
  default: value,
  says,
});
/** An on/off scope key. */
export const flag = (value: boolean, says: string): ScopeKey => ({ kind: "flag", default: value, says });
/** A scope key with named values. */
export const choice = (values: readonly string[], value: string, says: string): ScopeKey => ({
  kind: "choice",
  values,
  default: value,
  says,
});

/** One of several rival designs that a scenario can be run under. Models extend it with the rules of the design. */
export interface Design {
  readonly name: string;
  readonly says: string;
  readonly source: string;
  /** Faults that belong to the design, as a patch set has them: present unless mended. */
  readonly faults?: readonly string[];
}

/**
 * A seeded fault. *historical* and *invented* faults are absent until switched on (`--bug`); *live* ones are in the real
 * system today and hence in the model until mended (`--mend`); *as posted* ones belong to a patch set: present where the design has them, until
 * mended; elsewhere absent until switched on.
 */
export interface Fault {
  readonly name: string;
  readonly kind: "historical" | "live" | "as posted" | "invented";
  readonly says: string;
  readonly source: string;
  /** Scope values under which the fault can show itself, when the scenario's own do not suffice. */
  readonly scope?: Readonly<Record<string, ScopeValue>>;
  /** Scope values that keep an exhaustive search for it small; random search goes without. */
  readonly smallest?: Readonly<Record<string, ScopeValue>>;
  /** The design under which the fault is judged, when not the first. */
  readonly design?: string;
}

/** Which variant of a scenario a machine is made for. */
export interface Variant<D extends Design = Design> {
  readonly scope: Scope;
  readonly design: D;
  /** Whether a fault is present: switched on, or live and not mended. */
  has(fault: string): boolean;
}

/** How a scenario is written. `R` is the schema of the state, `C` the constants, `D` the designs with their rules. */
export interface ScenarioSpec<R extends RecordSchema, C, D extends Design> {
  readonly name: string;
  readonly says?: string;
  readonly state: R;
  /** The keys of the scope, by name. */
  readonly scope?: Readonly<Record<string, ScopeKey>>;
  /** Named scopes, as changes to the keys' defaults. `default` and `quick` exist even when not given; `random` is where walks go. */
  readonly scopes?: Readonly<Record<string, Readonly<Record<string, ScopeValue>>>>;
  /** Rival designs; the first is the default. */
  readonly designs?: readonly D[];
  readonly faults?: readonly Fault[];
  /** What actions and properties read as `state.constants`. */
  readonly constants?: (variant: Variant<D>) => C;
  /**
   * The kinds of ids that are interchangeable under these constants: whatever they are called, the model does the same.
   * An exhaustive search then keeps one state of all those that differ in nothing but such names. No guard, effect or
   * property may use these ids in order, in arithmetic or as constants; the search samples whether they do, and ends with
   * a model error when it finds out.
   */
  readonly symmetry?: (constants: C) => readonly (IdSchema | Interchangeable)[];
  /** Says why a combination of scope values makes no sense, or `null`. */
  readonly refuses?: (scope: Scope) => string | null;
  /** Fills in the initial state (every field starts as the first value of its domain). */
  readonly initial?: (draft: DraftOf<R> & { readonly constants: C }) => void;
  readonly actions: readonly Action[];
  /**
   * What is seen of a step from outside, in order; nothing of steps that go on inside. Designs are compared by it.
   */
  readonly observe?: (
    before: StateOf<R> & { readonly constants: C },
    step: Step,
    after: StateOf<R> & { readonly constants: C },
  ) => readonly Observation[];
  readonly properties?: readonly Property[];
  /** States in which the system may stop; elsewhere a state without successors is a deadlock. */
  readonly final?: (state: StateOf<R> & { readonly constants: C }) => boolean;
  /** What behaviours may not put off for ever; absent: that something happens as long as anything can. */
  readonly fairness?: (constants: C) => readonly Fairness[];
  /** Set to false for models whose states without successors are of no interest. */
  readonly deadlocks?: boolean;
}

/** A scenario with its types erased: what engines and commands take. Made by {@link scenario}. */
export interface Scenario {
  readonly name: string;
  readonly says: string;
  readonly state: RecordSchema;
  readonly scope: Readonly<Record<string, ScopeKey>>;
  readonly scopes: Readonly<Record<string, Readonly<Record<string, ScopeValue>>>>;
  readonly designs: readonly Design[];
  readonly faults: readonly Fault[];
  readonly constants: (variant: Variant) => object;
  readonly symmetry: (constants: never) => readonly (IdSchema | Interchangeable)[];
  readonly refuses: (scope: Scope) => string | null;
  readonly initial: (draft: never) => void;
  readonly actions: readonly Action[];
  /** `null` where the scenario does not say what is seen. */
  readonly observe: ((before: never, step: Step, after: never) => readonly Observation[]) | null;
  readonly properties: readonly Property[];
  readonly final: (state: never) => boolean;
  readonly fairness: (constants: never) => readonly Fairness[];
  readonly deadlocks: boolean;
}

/** The design of scenarios that have only one. */
export const ONLY_DESIGN: Design = { name: "only", says: "the model as written", source: "" };

/** Makes a scenario; a model file's default export. */
export function scenario<R extends RecordSchema, C = Record<string, never>, D extends Design = Design>(
  spec: ScenarioSpec<R, C, D>,
): Scenario {
  // The engines erase the types again: see Action.
  const { constants, initial, final } = spec as {
    constants?: unknown;
    initial?: unknown;
    final?: unknown;
  };
  return {
    name: spec.name,
    says: spec.says ?? "",
    state: spec.state,
    scope: spec.scope ?? {},
    scopes: { default: {}, quick: {}, ...spec.scopes },
    designs: spec.designs ?? [ONLY_DESIGN],
    faults: spec.faults ?? [],
    constants: (constants ?? (() => ({}))) as Scenario["constants"],
    symmetry: spec.symmetry ?? (() => []),
    refuses: spec.refuses ?? (() => null),
    initial: (initial ?? (() => {})) as Scenario["initial"],
    actions: spec.actions,
    observe: (spec.observe ?? null) as Scenario["observe"],
    properties: spec.properties ?? [],
    final: (final ?? (() => false)) as Scenario["final"],
    fairness: spec.fairness ?? (() => [progress]),
    deadlocks: spec.deadlocks ?? true,
  };
}
