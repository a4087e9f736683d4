/** The work behind `faults`: what catches each seeded fault, when it is the only one. */
import { type Machine, type MachineChoice, machineOf } from "../machine/machine.js";
import type { Fault, Scenario } from "../machine/scenario.js";
import type { SampleResult } from "../random/sample-result.js";
import type { ScopeValue } from "../schema/schema.js";
import type { Checked } from "../temporal/result.js";

/** A property that is violated with the fault and not without it. */
export interface Catch {
  readonly property: string;
  /** Steps of the shortest behaviour. */
  readonly length: number;
}

/** What both searches say of one fault. */
export interface FaultJudgement {
  readonly fault: Fault;
  readonly design: string;
  readonly caught: readonly Catch[];
  /** States of the exploration with the fault. */
  readonly states: number;
  /** The first walk that met one of the catching properties, with the property; `null` when none did. */
  readonly walk: { readonly property: string; readonly walks: number } | null;
  readonly seconds: number;
}

/** Ways to look; each returns `null` once the command was interrupted. */
export interface Engines {
  explore(machine: Machine): Promise<Checked | null>;
  sample(scenario: Scenario, choice: MachineChoice): Promise<SampleResult | null>;
}

/**
 * Looks for a fault by exhaustive and by random search. Every other live fault is mended, so that what is caught is this
 * fault's doing; the same machine without it says which properties are violated anyway (by the design).
 */
export async function judgeFault(scenario: Scenario, fault: Fault, engines: Engines): Promise<FaultJudgement | null> {
  const design = fault.design ?? (scenario.designs[0] as { name: string }).name;
  const live = scenario.faults.filter(({ kind }) => kind === "live").map(({ name }) => name);
  const without = { design, mends: live, scope: { ...scopeFor(scenario, fault, "quick"), ...fault.smallest } };
  const bugs = fault.kind === "live" ? [] : [fault.name];
  const choice = { design, bugs, mends: live.filter((name) => name !== fault.name) };
  const baseline = await engines.explore(machineOf(scenario, without));
  const result = await engines.explore(machineOf(scenario, { ...choice, scope: without.scope }));
  if (baseline === null || result === null) return null;
  const anyway = new Set(violations(baseline).map(({ property }) => property));
  const caught = violations(result).filter(({ property }) => !anyway.has(property));
  const names = new Set(caught.map(({ property }) => property));
  const sample = await engines.sample(
    { ...scenario, deadlocks: false, properties: scenario.properties.filter(({ name }) => names.has(name)) },
    { ...choice, scope: scopeFor(scenario, fault, "random") },
  );
  if (sample === null) return null;
  const seconds = baseline.seconds + result.seconds + sample.seconds;
  return { fault, design, caught, states: result.states, walk: firstSighting(sample), seconds };
}

function scopeFor(scenario: Scenario, fault: Fault, name: string): Readonly<Record<string, ScopeValue>> {
  return { ...scenario.scopes[name], ...fault.scope };
}

function violations({ outcomes, liveness }: Checked): Catch[] {
  const lassos = (liveness?.outcomes ?? []).map(({ property, lasso }) => ({ property, steps: lasso?.steps ?? null }));
  return [...outcomes, ...lassos].flatMap(({ property, steps }) =>
    steps !== null && property.kind !== "sometimes" ? [{ property: property.name, length: steps.length }] : [],
  );
}

/** A lasso ends the search that finds it. */
function firstSighting({ outcomes, walks }: SampleResult): FaultJudgement["walk"] {
  const met = outcomes.flatMap(({ property, sighting, temporal }) => {
    if (sighting !== null) return [{ property: property.name, walks: sighting.walk }];
    return (temporal?.violation ?? null) === null ? [] : [{ property: property.name, walks }];
  });
  return met.sort((a, b) => a.walks - b.walks)[0] ?? null;
}
