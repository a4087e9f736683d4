/** How another thread comes by the same machine: guards and effects are functions, and cannot be posted. */
import { createHash } from "node:crypto";
import type { Machine } from "../machine/machine.js";

/** An exported function that makes a machine, by name. Plain data: it can be posted to a thread. */
export interface MachineSource {
  /** URL of an ES module, such as `import.meta.url`. */
  readonly module: string;
  /** The name under which the module exports a function that returns the machine, or a promise of it. */
  readonly make: string;
  /** What the function is called with; plain data. */
  readonly with?: unknown;
}

/** Makes the machine that a source names. @throws Error when the module has no such function, and whatever that throws */
export const machineFrom = async (source: MachineSource): Promise<Machine> => (await called(source)) as Machine;

/** Calls what a source names. @throws Error as {@link machineFrom} */
export async function called(source: MachineSource): Promise<unknown> {
  const module = (await import(source.module)) as Readonly<Record<string, unknown>>;
  const make = module[source.make];
  if (typeof make !== "function") throw new Error(`${source.module} exports no function ${source.make}`);
  return await make(source.with);
}

/**
 * A digest of everything that a search of a machine depends on and that can be seen from outside: scope, design, faults,
 * layout, instances, properties, and the text of their functions (not of what those call).
 * @param reduced whether the search keeps one state of each orbit
 */
export function identityOf(machine: Machine, reduced = false): string {
  const { scenario, scope, design, bugs, mends, layout, constants, instances, actions, properties } = machine;
  const text = JSON.stringify(
    [
      [scenario.name, design.name, bugs, mends, scenario.deadlocks],
      Object.entries(scope).sort(([a], [b]) => (a < b ? -1 : 1)),
      layout,
      constants,
      [scenario.initial, scenario.final],
      actions.map(({ name, enabled, effect }) => [name, enabled, effect]),
      instances.map(({ actionIndex, parameters }) => [actionIndex, parameters]),
      properties,
      reduced ? machine.symmetry : null,
    ],
    (_, value: unknown) => (typeof value === "function" ? value.toString() : value),
  );
  return createHash("sha256").update(text).digest("hex");
}
