/** From names and options to machines: which scenarios, designs, properties, faults and scope a command is about. */

import { names as builtInNames, loadAll, loadBuiltIn } from "../../properties/scenarios/catalogue.js";
import { UsageError } from "../machine/errors.js";
import { type Machine, type MachineChoice, machineOf } from "../machine/machine.js";
import { nearest } from "../machine/nearest.js";
import type { Property } from "../machine/property.js";
import type { Design, Scenario } from "../machine/scenario.js";
import { completeScope } from "../machine/scope.js";
import { NO_DEADLOCK } from "../machine/verdict.js";
import type { ScopeValue } from "../schema/schema.js";
import { isModulePath, loadDesign, loadProperty, loadScenario, ofModule } from "./modules.js";
import type { ChoiceOptions, ScopeChoice } from "./options.js";

/** A machine to run, and what its command line needs beyond names so that it can be repeated. */
export interface Selected {
  readonly machine: Machine;
  readonly choice: MachineChoice;
  /** Arguments that name the modules it takes, e.g. `./mine.js` or `--design ./mine.js`. */
  readonly modules: readonly string[];
}

interface Known {
  readonly scenario: Scenario;
  readonly modules: readonly string[];
}

/**
 * The machines that names and options select: every named scenario (or module) under every named design.
 * @param fallback the named scope to use when none is asked for; `default` where a scenario has no such scope
 * @throws UsageError for whatever is unknown or does not fit together
 */
export async function selectMachines(
  names: readonly string[],
  options: ChoiceOptions,
  fallback = "default",
): Promise<Selected[]> {
  const added = await additions(options);
  const scenarios = (await scenariosNamed(names)).map((known) => extend(known, added));
  const wanted = names.length > 0 ? scenarios : scenarios.filter(({ scenario }) => fits(scenario, options));
  return (wanted.length > 0 ? wanted : scenarios).flatMap((known) =>
    ofModule(known.modules[0], () => machinesOf(known, options, added, fallback)),
  );
}

/** The machines of one scenario after another: whether something is vacuous is judged over all the designs of one. */
export function byScenario(selected: readonly Selected[]): Selected[][] {
  const groups = new Map<string, Selected[]>();
  for (const one of selected) {
    const { name } = one.machine.scenario;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()];
}

/** The named scenarios and models, or all the built-in ones. @throws UsageError for an unknown name */
export async function scenariosNamed(names: readonly string[]): Promise<Known[]> {
  if (names.length === 0) return (await loadAll()).map((scenario) => ({ scenario, modules: [] }));
  const known: Known[] = [];
  for (const name of names)
    known.push(
      isModulePath(name)
        ? { scenario: await loadScenario(name), modules: [name] }
        : { scenario: await scenarioNamed(name), modules: [] },
    );
  return known;
}

/** @throws UsageError for a name that is not built in */
export async function scenarioNamed(name: string): Promise<Scenario> {
  const found = await loadBuiltIn(name);
  if (found !== null) return found;
  throw new UsageError("unknown-scenario", `no scenario is named "${name}"${nearest(name, builtInNames)}`);
}

interface Additions {
  readonly designs: readonly { readonly design: Design; readonly path: string }[];
  readonly properties: readonly { readonly property: Property; readonly path: string }[];
}

/** Loads the designs and properties that are given as modules. */
export async function additions(options: Pick<ChoiceOptions, "design" | "property">): Promise<Additions> {
  const designs: { design: Design; path: string }[] = [];
  for (const path of options.design.filter(isModulePath)) designs.push({ design: await loadDesign(path), path });
  const properties: { property: Property; path: string }[] = [];
  for (const path of options.property.filter(isModulePath))
    properties.push({ property: await loadProperty(path), path });
  return { designs, properties };
}

/** A scenario with the designs and properties of the user's own. @throws UsageError when a name is taken */
export function extend({ scenario, modules }: Known, { designs, properties }: Additions): Known {
  const taken = (what: string, path: string, name: string): UsageError =>
    new UsageError("name-taken", `${path}: scenario ${scenario.name} has a ${what} "${name}" already`);
  const allDesigns = [...scenario.designs];
  for (const { design, path } of designs) {
    if (allDesigns.some(({ name }) => name === design.name)) throw taken("design", path, design.name);
    allDesigns.push(design);
  }
  const allProperties = [...scenario.properties];
  for (const { property, path } of properties) {
    if ([...allProperties, { name: NO_DEADLOCK }].some(({ name }) => name === property.name))
      throw taken("property", path, property.name);
    allProperties.push(property);
  }
  return {
    scenario: { ...scenario, designs: allDesigns, properties: allProperties },
    modules: [
      ...modules,
      ...designs.flatMap(({ path }) => ["--design", path]),
      ...properties.flatMap(({ path }) => ["--property", path]),
    ],
  };
}

function machinesOf(
  { scenario, modules }: Known,
  options: ChoiceOptions,
  added: Additions,
  fallback: string,
): Selected[] {
  const faults = scenario.faults.filter(({ name }) => options.bug.includes(name));
  const named = options.design.map((name) => added.designs.find(({ path }) => path === name)?.design.name ?? name);
  const judged = faults.find(({ design }) => design !== undefined)?.design;
  const designs = named.length > 0 ? [...new Set(named)] : [judged];
  const usual = Object.hasOwn(scenario.scopes, fallback) ? fallback : "default";
  const small = fallback === "default" && faults.length === 1 ? faults[0]?.smallest : {};
  const scope =
    options.scope !== undefined
      ? scopeFor(scenario, options.scope)
      : { ...completeScope(scenario, usual), ...Object.assign({}, ...faults.map(({ scope }) => scope ?? {}), small) };
  return designs.map((design) => {
    const choice: MachineChoice = {
      scope,
      bugs: options.bug,
      mends: options.mend,
      ...(design === undefined ? {} : { design }),
    };
    const machine = restrict(machineOf(scenario, choice), options.property, added);
    // Of the designs that came in as modules only its own belongs to a machine.
    const others = added.designs.filter((one) => one.design.name !== machine.design.name).map(({ path }) => path);
    const own = modules.filter((argument, n) => !others.includes(modules[n + (argument === "--design" ? 1 : 0)] ?? ""));
    return { machine, choice, modules: own };
  });
}

/** Values for every key of the scope. @throws UsageError */
export function scopeFor(scenario: Scenario, { named, values }: ScopeChoice): Readonly<Record<string, ScopeValue>> {
  return { ...completeScope(scenario, named ?? "default"), ...values };
}

/** The machine with only the properties that were asked for. @throws UsageError when one is unknown or does not apply */
function restrict(machine: Machine, wanted: readonly string[], added: Additions): Machine {
  const names = wanted.filter((name) => !isModulePath(name));
  if (names.length === 0) return machine;
  const { scenario, design } = machine;
  const known = [...scenario.properties.map(({ name }) => name), ...(scenario.deadlocks ? [NO_DEADLOCK] : [])];
  for (const name of names) {
    if (!known.includes(name))
      throw new UsageError(
        "unknown-property",
        `scenario ${scenario.name} has no property "${name}"${nearest(name, known)}`,
      );
    if (name !== NO_DEADLOCK && !machine.properties.some((property) => property.name === name))
      throw new UsageError(
        "not-applicable",
        `property ${name} says nothing about ${scenario.name} under the design ${design.name} in this scope`,
      );
  }
  const kept = new Set([...names, ...added.properties.map(({ property }) => property.name)]);
  return {
    ...machine,
    scenario: { ...scenario, deadlocks: scenario.deadlocks && kept.has(NO_DEADLOCK) },
    properties: machine.properties.filter(({ name }) => kept.has(name)),
  };
}

/** Whether a scenario knows every name in the options; those that do not are left out when none was asked for by name. */
function fits(scenario: Scenario, options: ChoiceOptions): boolean {
  const has = (known: readonly { readonly name: string }[], wanted: readonly string[]) =>
    wanted.every((name) => isModulePath(name) || known.some((one) => one.name === name));
  return (
    has(scenario.designs, options.design) &&
    has([...scenario.properties, { name: NO_DEADLOCK }], options.property) &&
    has(scenario.faults, [...options.bug, ...options.mend])
  );
}
