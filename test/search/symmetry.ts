/** The reduced search beside the one that keeps every state. */

import { type ExplorationResult, explore, type Machine, replay } from "../../src/index.js";
import { NO_DEADLOCK } from "../../src/machine/verdict.js";
import { canonicaliserOf, generatorPermutations } from "../../src/search/canonical.js";
import { type Equivariance, equivarianceOf } from "../../src/search/equivariance.js";
import { PackedMachine } from "../../src/search/packed.js";

/** What both must say: by property, the length of a shortest behaviour; and whether the search was complete. */
export function decided({
  machine,
  outcomes,
  deadlock,
  modelError,
  complete,
}: ExplorationResult): Record<string, unknown> {
  return {
    scenario: machine.scenario.name,
    complete,
    deadlock: deadlock?.length ?? null,
    modelError: modelError?.message ?? null,
    ...Object.fromEntries(outcomes.map(({ property: { name }, steps }) => [name, steps?.length ?? null])),
  };
}

/** Behaviours of the reduced search that are none of the machine as it is, or do not show what they were found for. */
export function wrongBehaviours({ machine, outcomes, deadlock }: ExplorationResult): string[] {
  const found = [
    ...outcomes.map(({ property: { name }, steps }) => ({ property: name, steps })),
    { property: NO_DEADLOCK, steps: deadlock },
  ];
  return found.flatMap(({ property, steps }) => {
    if (steps === null) return [];
    const { outcome, misfit } = replay(machine, { steps, property });
    return outcome === "violates" || outcome === "reaches" ? [] : [`${property} ${outcome}: ${misfit?.message ?? ""}`];
  });
}

/** Explores with and without reduction. */
export async function bothWays(machine: Machine): Promise<{ reduced: ExplorationResult; full: ExplorationResult }> {
  return { reduced: await explore(machine), full: await explore(machine, { symmetry: false }) };
}

/** Every reachable state, in the order of a plain search. */
export function reachable(machine: Machine): Int32Array[] {
  const packed = new PackedMachine(machine);
  const states = [packed.initial()];
  const seen = new Set([(states[0] as Int32Array).join()]);
  for (const state of states)
    for (const instance of machine.instances.keys()) {
      packed.before.set(state);
      if (!packed.isEnabled(instance)) continue;
      packed.apply(instance);
      const key = packed.after.join();
      if (seen.has(key)) continue;
      seen.add(key);
      states.push(packed.after.slice());
    }
  return states;
}

/** Compares each of the states with its twins under all generators, and with one more; the first difference. */
export function examineAll(machine: Machine, states: readonly Int32Array[]): string | null {
  const canonicaliser = canonicaliserOf(machine);
  if (canonicaliser === null) throw new Error("no ids of this machine are interchangeable");
  const equivariance: Equivariance = equivarianceOf(machine, canonicaliser);
  for (const state of states) {
    for (const permutation of generatorPermutations(machine)) {
      const problem = equivariance.compare(state, permutation);
      if (problem !== null) return problem;
    }
    const problem = equivariance.examine(state);
    if (problem !== null) return problem;
  }
  return null;
}
