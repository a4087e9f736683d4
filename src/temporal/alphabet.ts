/** The atoms of formulas: which there are, and what they mean in a machine. */
import type { Atom, Formula } from "../machine/formula.js";
import type { Instance, Machine } from "../machine/machine.js";
import { nearest } from "../machine/nearest.js";
import { ModelError } from "../schema/errors.js";

/** An atom in a machine: a predicate on states, or on steps, or what a set of instances does. */
export type MachineAtom =
  | { readonly kind: "state"; readonly name: string; readonly holds: (state: never) => boolean }
  | {
      readonly kind: "step";
      readonly name: string;
      readonly holds: (before: never, parameters: never, after: never) => boolean;
      /** 1 for the instances that it may hold of. */
      readonly instances: Uint8Array;
    }
  | { readonly kind: "enabled" | "taken"; readonly name: string; readonly instances: Uint8Array };

/** Atoms by number, each once. */
export class Alphabet {
  readonly atoms: MachineAtom[] = [];
  private readonly keys: unknown[] = [];

  constructor(private readonly machine: Machine) {}

  /** The number of an atom. @throws ModelError when it names an action that the scenario does not have */
  readonly number = (atom: Atom): number => {
    const made = this.inMachine(atom);
    const key = made.kind === "state" || made.kind === "step" ? made.holds : `${made.kind} ${made.instances.join("")}`;
    const known = this.keys.indexOf(key);
    if (known >= 0) return known;
    this.keys.push(key);
    return this.atoms.push(made) - 1;
  };

  private inMachine(atom: Atom): MachineAtom {
    const { machine } = this;
    switch (atom.op) {
      case "state":
        return { kind: "state", name: atom.name, holds: atom.holds };
      case "step":
        return { kind: "step", name: atom.name, holds: atom.holds, instances: instancesOf(machine, atom.on, null) };
      default:
        return { kind: atom.op, name: atom.name, instances: instancesOf(machine, atom.actions, atom.where) };
    }
  }
}

/**
 * 1 for the instances of these actions with such parameters.
 * @throws ModelError for an action that the scenario does not have; one that merely has no instances here is none
 */
export function instancesOf(
  machine: Machine,
  actions: readonly string[] | null,
  where: ((parameters: Instance["parameters"], action: string) => boolean) | null,
): Uint8Array {
  const known = machine.scenario.actions.map(({ name }) => name);
  for (const name of actions ?? [])
    if (!known.includes(name))
      throw new ModelError(`scenario ${machine.scenario.name} has no action "${name}"${nearest(name, known)}`);
  return Uint8Array.from(machine.instances, ({ action, parameters }) =>
    (actions === null || actions.includes(action.name)) && (where === null || where(parameters, action.name)) ? 1 : 0,
  );
}

/** All atoms of a formula, as often as they stand in it. */
export function atomsIn(formula: Formula): Atom[] {
  switch (formula.op) {
    case "constant":
      return [];
    case "not":
    case "next":
    case "always":
    case "eventually":
      return atomsIn(formula.of);
    case "and":
    case "or":
      return formula.of.flatMap(atomsIn);
    case "until":
    case "release":
    case "implies":
    case "leadsTo":
      return [...atomsIn(formula.left), ...atomsIn(formula.right)];
    default:
      return [formula];
  }
}
