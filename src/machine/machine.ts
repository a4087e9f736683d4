/** A machine: a scenario made concrete for one scope, design and set of faults. Every engine starts from one. */

import { type Layout, layoutOf } from "../schema/layout.js";
import type { Scope, ScopeValue } from "../schema/schema.js";
import { type RecordShape, resolve } from "../schema/shape.js";
import { kindsOf, type SymmetricKind } from "../schema/symmetry/kind.js";
import type { Action } from "./action.js";
import { blaming } from "./answers.js";
import { UsageError } from "./errors.js";
import { nearest } from "./nearest.js";
import { choices, type Parameters } from "./parameters.js";
import { withParts } from "./parts.js";
import type { Property } from "./property.js";
import type { Design, Scenario } from "./scenario.js";
import { completeScope } from "./scope.js";

/** One action with one choice of parameters. */
export interface Instance {
  readonly action: Action;
  /** Position of the action in `machine.actions`. */
  readonly actionIndex: number;
  readonly parameters: Parameters;
}

/** A scenario under one scope, design and set of faults: everything an engine needs. */
export interface Machine {
  readonly scenario: Scenario;
  readonly scope: Scope;
  readonly design: Design;
  /** Faults switched on, sorted. */
  readonly bugs: readonly string[];
  /** Faults mended, sorted. */
  readonly mends: readonly string[];
  readonly constants: object;
  readonly shape: RecordShape;
  readonly layout: Layout;
  /** The ids that may be exchanged for each other; empty when the scenario declares none. */
  readonly symmetry: readonly SymmetricKind[];
  /** The actions that have instances under this scope. */
  readonly actions: readonly Action[];
  /** All instances: by action, then by parameters. */
  readonly instances: readonly Instance[];
  /** The properties that apply, in the scenario's order. */
  readonly properties: readonly Property[];
}

/** Which machine to make of a scenario. What is left out: the `default` scope, the first design, no faults switched, none mended. */
export interface MachineChoice {
  /** A named scope, or values that change the `default` scope. */
  readonly scope?: string | Readonly<Record<string, ScopeValue>>;
  readonly design?: string;
  readonly bugs?: readonly string[];
  readonly mends?: readonly string[];
}

/**
 * Makes a machine.
 * @throws UsageError for a name that the scenario does not know (with the nearest one), or a scope out of range.
 * @throws SchemaError for a state shape or a parameter that makes no sense in the scope.
 * @throws ModelError when the constants, a `when` or an `applies` throw.
 */
export function machineOf(scenario: Scenario, choice: MachineChoice = {}): Machine {
  const scope = completeScope(scenario, choice.scope ?? {});
  const design =
    choice.design === undefined ? scenario.designs[0] : scenario.designs.find(({ name }) => name === choice.design);
  if (design === undefined)
    throw new UsageError(
      "unknown-design",
      `scenario ${scenario.name} has no design "${choice.design}"${nearest(
        choice.design ?? "",
        scenario.designs.map(({ name }) => name),
      )}`,
    );
  const inherent = inherentFaults(scenario, design);
  const bugs = faultsIn(scenario, choice.bugs ?? [], inherent, false);
  const mends = faultsIn(scenario, choice.mends ?? [], inherent, true);
  const present = new Set([...bugs, ...inherent.filter((name) => !mends.includes(name))]);
  const constants = Object.freeze(
    blaming("constants", () => scenario.constants({ scope, design, has: (fault) => present.has(fault) })),
  );
  const shape = resolve(scenario.state, scope) as RecordShape;
  const instances: Instance[] = [];
  const actions: Action[] = [];
  for (const action of scenario.actions) {
    const chosen = choices(action.parameters, scope).filter((parameters) =>
      blaming(`when of "${action.name}"`, () => action.when(constants as never, parameters as never)),
    );
    if (chosen.length === 0) continue;
    const actionIndex = actions.push(action) - 1;
    for (const parameters of chosen) instances.push({ action, actionIndex, parameters: Object.freeze(parameters) });
  }
  const properties = scenario.properties
    .filter((property) => blaming(`applies of "${property.name}"`, () => property.applies(constants as never)))
    .map((property) => withParts(property, scope));
  return {
    scenario,
    scope,
    design,
    bugs,
    mends,
    constants,
    shape,
    layout: layoutOf(shape),
    symmetry: kindsOf(
      blaming("symmetry", () => scenario.symmetry(constants as never)),
      scope,
    ),
    actions,
    instances,
    properties,
  };
}

/** The faults that a design has unless they are mended: those of the real system today, and those of its patch set. */
export const inherentFaults = ({ faults }: Scenario, design: Design): readonly string[] =>
  faults.filter(({ kind, name }) => kind === "live" || (design.faults ?? []).includes(name)).map(({ name }) => name);

function faultsIn(
  scenario: Scenario,
  names: readonly string[],
  inherent: readonly string[],
  mending: boolean,
): readonly string[] {
  for (const name of names) {
    const fault = scenario.faults.find((known) => known.name === name);
    if (fault === undefined)
      throw new UsageError(
        "unknown-bug",
        `scenario ${scenario.name} has no fault "${name}"${nearest(
          name,
          scenario.faults.map((known) => known.name),
        )}`,
      );
    if (mending !== inherent.includes(name))
      throw new UsageError(
        mending ? "not-live" : "live",
        mending
          ? `fault ${name} is ${fault.kind}, and absent unless --bug ${name} adds it`
          : `fault ${name} is ${fault.kind}, and present unless --mend ${name} removes it`,
      );
  }
  return [...new Set(names)].sort();
}
