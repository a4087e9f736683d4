/** Behaviours chosen at random, carried out one after another. */
import type { Step } from "../../src/machine/action.js";
import { instanceOf } from "../../src/machine/instance.js";
import { CarriedOut, type Mismatch, type Sides } from "./carry-out.js";

/** Which of the open commands a walk gives next: a position. There is at least one. */
export type Choose = (open: readonly number[]) => number;

/**
 * Walks up to a length; returns the mismatch that it met.
 * @param given told of each command
 * @param explained told of each hidden step on one way that explains what was seen, when nothing differed
 */
export async function walk(
  sides: Sides,
  choose: Choose,
  length: number,
  given: (instance: number) => void = () => {},
  explained: (instance: number) => void = () => {},
): Promise<Mismatch | "overtaken" | null> {
  const run = await CarriedOut.begin(sides);
  for (let n = 0; n < length; n++) {
    const open = run.open();
    const index = open.length === 0 ? undefined : open[choose(open)];
    if (index === undefined) break;
    const mismatch = await run.give(index);
    given(index);
    if (mismatch !== null) return mismatch;
  }
  for (const index of run.hiddenSteps()) explained(index);
  return run.overtaken ? "overtaken" : null;
}

/** Gives these commands, leaving out what cannot be given; returns the first mismatch, or `null`. */
export async function giveAll(sides: Sides, commands: readonly Step[]): Promise<Mismatch | null> {
  const run = await CarriedOut.begin(sides);
  for (const step of commands) {
    const index = instanceOf(sides.machine, step);
    if (index === undefined || !run.open().includes(index)) continue;
    const mismatch = await run.give(index);
    if (mismatch !== null) return mismatch;
  }
  return null;
}

/** A mismatch with as few commands as leaving some out can make it: none of them can be dropped any more. */
export async function shrink(sides: Sides, found: Mismatch): Promise<Mismatch> {
  let least = found;
  for (let at = least.commands.length - 2; at >= 0; at = Math.min(at, least.commands.length - 1) - 1) {
    const shorter = await giveAll(
      sides,
      least.commands.filter((_, n) => n !== at),
    );
    if (shorter !== null && shorter.commands.length < least.commands.length) {
      least = shorter;
      at = least.commands.length - 1;
    }
  }
  return least;
}
