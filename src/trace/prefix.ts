/** What the steps that a behaviour begins with say about a liveness property, whatever comes after them. */
import { instanceOf } from "../machine/instance.js";
import type { Machine } from "../machine/machine.js";
import type { Property } from "../machine/property.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { Alphabet, atomsIn } from "../temporal/alphabet.js";
import { conjunctsOf } from "../temporal/conjuncts.js";
import { LocalAtoms } from "../temporal/letters.js";
import { PrefixMonitor } from "../temporal/prefix.js";
import { atomsOn, type TakenLasso } from "./lasso.js";

/**
 * Whether no behaviour that begins so keeps the property.
 * @throws ModelError when the model's own code fails
 */
export function isBadPrefix(
  machine: Machine,
  model: Interpreter,
  { temporal }: Property,
  { states, steps }: Omit<TakenLasso, "loop">,
): boolean {
  const formula = temporal?.formula(machine.constants as never, machine.scope);
  if (formula === undefined || temporal?.beyondHope === true) return false;
  const instances = steps.map((step) => instanceOf(machine, step) as number);
  const open = states.map((state) => model.enabled(state));
  const holds = atomsOn(machine, model, states, instances, open);
  return conjunctsOf(formula).some((part) => {
    const atoms = new LocalAtoms(new Alphabet(machine));
    const monitor = new PrefixMonitor(part, atoms);
    const named = new Map(atomsIn(part).map((atom) => [atoms.number(atom), atom]));
    const letter = (position: number): number =>
      [...named].reduce((bits, [local, atom]) => (holds(atom, position) ? bits | (1 << local) : bits), 0);
    const positions = states.map((_, position) => ({
      node: letter(position),
      edge: position < steps.length ? 0 : null,
    }));
    return monitor.judge(positions)?.holds === false;
  });
}
