/** Seeded random behaviours, for tests. */
import type { Step } from "../../src/machine/action.js";
import { asStep } from "../../src/machine/instance.js";
import type { Instance, Machine } from "../../src/machine/machine.js";
import { rngOf } from "../../src/random/rng.js";
import { PackedMachine } from "../../src/search/packed.js";

/** A walk of at most `length` steps in which actions named `without` are not taken, and none that fails. */
export function randomWalk(machine: Machine, seed: string, length: number, without: readonly string[] = []): Step[] {
  const packed = new PackedMachine(machine);
  const rng = rngOf(seed);
  const steps: Step[] = [];
  packed.before.set(packed.initial());
  while (steps.length < length) {
    const open = [...machine.instances.keys()].filter(
      (n) => !without.includes((machine.instances[n] as Instance).action.name) && packed.isEnabled(n),
    );
    if (open.length === 0) break;
    const instance = open[rng.below(open.length)] as number;
    packed.apply(instance);
    packed.before.set(packed.after);
    steps.push(asStep(machine.instances[instance] as Instance));
  }
  return steps;
}
