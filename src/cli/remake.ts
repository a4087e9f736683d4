/** A machine that was chosen on the command line, as plain data, so that another thread can make it again. */
import { type Machine, machineOf } from "../machine/machine.js";
import type { Scope } from "../schema/schema.js";
import type { MachineSource } from "../search/machine-source.js";
import { isModulePath } from "./modules.js";
import { additions, extend, scenariosNamed } from "./select.js";

/** What a machine was made of. */
interface Recipe {
  /** The scenario's name, or the module that exports it. */
  readonly scenario: string;
  /** Modules that add designs and properties. */
  readonly designs: readonly string[];
  readonly properties: readonly string[];
  readonly choice: {
    readonly scope: Scope;
    readonly design: string;
    readonly bugs: readonly string[];
    readonly mends: readonly string[];
  };
  /** The properties that are judged, by name, and whether deadlocks are looked for. */
  readonly kept: readonly string[];
  readonly deadlocks: boolean;
}

/** How another thread makes this machine. @param modules the arguments that name its modules, as `Selected` has them */
export function sourceOf(machine: Machine, modules: readonly string[]): MachineSource {
  const after = (option: string): string[] => modules.filter((_, n) => modules[n - 1] === option);
  const [own] = modules.filter((path, n) => isModulePath(path) && !modules[n - 1]?.startsWith("--"));
  const recipe: Recipe = {
    scenario: own ?? machine.scenario.name,
    designs: after("--design"),
    properties: after("--property"),
    choice: { scope: machine.scope, design: machine.design.name, bugs: machine.bugs, mends: machine.mends },
    kept: machine.properties.map(({ name }) => name),
    deadlocks: machine.scenario.deadlocks,
  };
  return { module: import.meta.url, make: "remake", with: recipe };
}

/** Makes the machine of a recipe. @throws UsageError when a module cannot be loaded any more */
export async function remake({ scenario, designs, properties, choice, kept, deadlocks }: Recipe): Promise<Machine> {
  const [known] = await scenariosNamed([scenario]);
  if (known === undefined) throw new Error(`no scenario ${scenario}`);
  const extended = extend(known, await additions({ design: designs, property: properties }));
  const machine = machineOf(extended.scenario, choice);
  return {
    ...machine,
    scenario: { ...machine.scenario, deadlocks },
    properties: machine.properties.filter(({ name }) => kept.includes(name)),
  };
}

/** What other threads load while the command line is read: the scenarios of these arguments, built in or of modules. */
export const inTime = (names: readonly string[]): MachineSource => ({
  module: import.meta.url,
  make: "scenariosNamed",
  with: names,
});

/** Calling this has loaded all that makes machines, but for their scenarios. */
export const loaded = (): void => {};

export { scenariosNamed };
