/**
 * Which of the enabled steps a walk takes. Half of the walks give every step the same chance, which spreads them widely;
 * the other half draw a weight for each action at their start, none for some ("swarm testing", Groce et al., ISSTA
 * 2012), for behaviours that need much of one action and nothing of another are otherwise next to never drawn.
 */
import type { Instance, Machine } from "../machine/machine.js";
import type { Rng } from "./rng.js";

/** How one walk chooses. */
export interface Chooser {
  /** The position of the step to take, among instances in ascending order, of which there is at least one. */
  choose(open: readonly number[]): number;
}

const WEIGHTS = [0, 1, 1, 4];

/** The chooser of one walk. */
export function chooserOf(machine: Machine, rng: Rng): Chooser {
  if (rng.below(2) === 0) return { choose: (open) => rng.below(open.length) };
  const weights = machine.actions.map(() => WEIGHTS[rng.below(WEIGHTS.length)] as number);
  return { choose: (open) => byAction(machine, open, weights, rng) };
}

/** An action by weight, then one of its steps. */
function byAction(machine: Machine, open: readonly number[], weights: readonly number[], rng: Rng): number {
  const actionAt = (position: number): number => (machine.instances[open[position] as number] as Instance).actionIndex;
  const groups: { readonly start: number; readonly weight: number }[] = [];
  for (let position = 0; position < open.length; position++)
    if (position === 0 || actionAt(position) !== actionAt(position - 1))
      groups.push({ start: position, weight: weights[actionAt(position)] as number });
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  // Where only actions without weight are left they are all alike: the walk goes on.
  let left = rng.below(total === 0 ? groups.length : total);
  const group = groups.findIndex(({ weight }) => {
    left -= total === 0 ? 1 : weight;
    return left < 0;
  });
  const { start } = groups[group] as { start: number };
  return start + rng.below((groups[group + 1]?.start ?? open.length) - start);
}
