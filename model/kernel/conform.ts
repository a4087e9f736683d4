/** Behaviours chosen at random, carried out one after another. */

import { exchanges } from "../../src/conformance/renaming.js";
import type { Step } from "../../src/machine/action.js";
import { asStep, instanceOf } from "../../src/machine/instance.js";
import type { Instance } from "../../src/machine/machine.js";
import { Actor, type ActorProgram } from "./actor.js";
import { CarriedOut } from "./carry-out.js";
import type { Mismatch, Sides } from "./sides.js";

/** Which of the open commands a walk gives next: a position. There is at least one. */
export type Choose = (open: readonly number[]) => number;

/** What came of a walk. */
export interface Walked {
  readonly mismatch: Mismatch | null;
  readonly overtaken: boolean;
  /** Deadlines waited for. */
  readonly expired: number;
  /** Milliseconds of waiting for the clock. */
  readonly waited: number;
}

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
  signal?: AbortSignal,
): Promise<Walked> {
  const run = await CarriedOut.begin(sides);
  for (let n = 0; n < length && signal?.aborted !== true; n++) {
    const open = run.open();
    const index = open.length === 0 ? undefined : open[choose(open)];
    if (index === undefined) break;
    const mismatch = await run.give(index);
    given(index);
    if (mismatch !== null) return { mismatch, overtaken: false, expired: run.expired, waited: run.waited };
  }
  for (const index of run.hiddenSteps()) explained(index);
  return { mismatch: null, overtaken: run.overtaken, expired: run.expired, waited: run.waited };
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

/** Attempts to see a mismatch again before it is said to have been seen once only. */
const ATTEMPTS = 3;
/** Above so many commands two ids are not exchanged: there would be too many attempts. */
const SHORT = 16;

/**
 * A mismatch with as few commands as leaving some out can make it: runs of commands, ever smaller ones, then single ones, then
 * single ones with two ids exchanged in what follows (what is dropped may have taken the number that comes next). One that
 * does not happen again is left as it is, and marked.
 * @param seconds when to leave it at what was found so far
 */
export async function shrink(sides: Sides, found: Mismatch, seconds = 45): Promise<Mismatch> {
  const { machine } = sides;
  const ends = performance.now() + seconds * 1000;
  const swaps = exchanges(machine);
  const renamed = (step: Step, swap: Int32Array): Step =>
    asStep(machine.instances[swap[instanceOf(machine, step) as number] as number] as Instance);
  let least = found;
  const attempt = async (commands: readonly Step[]): Promise<boolean> => {
    if (performance.now() > ends) return false;
    const shorter = await giveAll(sides, commands);
    if (shorter === null || shorter.commands.length >= least.commands.length) return false;
    least = shorter;
    return true;
  };
  const dropRuns = async (size: number, swap: Int32Array | null): Promise<boolean> => {
    let dropped = false;
    for (let at = least.commands.length - 1 - size; at >= 0; at = Math.min(at, least.commands.length - size) - 1) {
      const rest = least.commands.slice(at + size);
      const behind = swap === null ? rest : rest.map((step) => renamed(step, swap));
      dropped = (await attempt([...least.commands.slice(0, at), ...behind])) || dropped;
    }
    return dropped;
  };
  const dropSwapping = async (): Promise<boolean> => {
    if (least.commands.length > SHORT) return false;
    for (const swap of swaps) if (await dropRuns(1, swap)) return true;
    return false;
  };
  if (!(await happensAgain(sides, found))) return { ...found, once: true };
  for (let size = found.commands.length >> 1; size > 1; size >>= 1) await dropRuns(size, null);
  while ((await dropRuns(1, null)) || (await dropSwapping())) {}
  return least;
}

async function happensAgain(sides: Sides, { commands }: Mismatch): Promise<boolean> {
  for (let attempts = 0; attempts < ATTEMPTS; attempts++) if ((await giveAll(sides, commands)) !== null) return true;
  return false;
}

/** {@link shrink} with actors of its own. */
export async function shrunk(program: ActorProgram, sides: Omit<Sides, "actor">, found: Mismatch): Promise<Mismatch> {
  const actor = Actor.start(program);
  try {
    return await shrink({ ...sides, actor }, found);
  } finally {
    await actor.stop();
  }
}
