/** Behaviours chosen at random, carried out one after another. */
import type { Step } from "../../src/machine/action.js";
import { instanceOf } from "../../src/machine/instance.js";
import type { Machine } from "../../src/machine/machine.js";
import type { Actor } from "./actor.js";
import { CarriedOut, type Mismatch } from "./carry-out.js";

/** Which of the open commands a walk gives next: a position, or one that is not there to end the walk. */
export type Choose = (open: readonly number[]) => number;

/**
 * Walks up to a length; returns the mismatch that it met.
 * @param given told of each command
 * @param explained told of each hidden step on one way that explains what was seen, when nothing differed
 */
export async function walk(
  machine: Machine,
  actor: Actor,
  choose: Choose,
  length: number,
  given: (instance: number) => void = () => {},
  explained: (instance: number) => void = () => {},
): Promise<Mismatch | null> {
  const run = await CarriedOut.begin(machine, actor);
  for (let n = 0; n < length; n++) {
    const open = run.open();
    const index = open[choose(open)];
    if (index === undefined) break;
    const mismatch = await run.give(index);
    given(index);
    if (mismatch !== null) return mismatch;
  }
  for (const index of run.hiddenSteps()) explained(index);
  return null;
}

/** Gives these commands, leaving out what cannot be given; returns the first mismatch, or `null`. */
export async function giveAll(machine: Machine, actor: Actor, commands: readonly Step[]): Promise<Mismatch | null> {
  const run = await CarriedOut.begin(machine, actor);
  for (const step of commands) {
    const index = instanceOf(machine, step);
    if (index === undefined || !run.open().includes(index)) continue;
    const mismatch = await run.give(index);
    if (mismatch !== null) return mismatch;
  }
  return null;
}

/** A mismatch with as few commands as leaving some out can make it: none of them can be dropped any more. */
export async function shrink(machine: Machine, actor: Actor, found: Mismatch): Promise<Mismatch> {
  let least = found;
  for (let at = least.commands.length - 2; at >= 0; at = Math.min(at, least.commands.length - 1) - 1) {
    const shorter = await giveAll(
      machine,
      actor,
      least.commands.filter((_, n) => n !== at),
    );
    if (shorter !== null && shorter.commands.length < least.commands.length) {
      least = shorter;
      at = least.commands.length - 1;
    }
  }
  return least;
}
