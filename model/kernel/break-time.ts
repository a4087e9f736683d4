/** `fs.lease-break-time` for the while that behaviours are carried out: long enough, or short enough to be waited for. */
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { UsageError } from "../../src/machine/errors.js";
import { Actor, type ActorProgram } from "./actor.js";

/** Seconds in which no behaviour is overtaken by a deadline that it does not wait for, however busy the machine. */
const LONG = 10;
/** What it is set to where it is shorter, the kernel's own default. */
const USUAL = 45;
/** Seconds to wait for others who have set it. */
const PATIENCE = 600;
const EAGAIN = -11;

/** The value in force, in seconds; `null` when this system does not say. */
export function breakTimeNow(): number | null {
  try {
    return Number.parseInt(readFileSync("/proc/sys/fs/lease-break-time", "utf8"), 10);
  } catch {
    return null;
  }
}

/**
 * Sets the break time as long as the work lasts, or, without seconds, sees to it that it is long and stays as it is. Whoever
 * else does the same waits, as long as `goesOn` says so, which is asked all the while. The guard of an actor puts it back,
 * whatever happens.
 * @throws UsageError `no-right` when it would have to be set and may not be
 * @throws UsageError `busy` when others do not give it back
 */
export async function withBreakTime<T>(
  program: ActorProgram,
  seconds: number | undefined,
  work: () => Promise<T>,
  goesOn: () => boolean = () => true,
): Promise<T> {
  const keeper = Actor.start(program);
  try {
    if (seconds === undefined) await lock(keeper, true, goesOn);
    const now = breakTimeNow();
    const wanted = seconds ?? (now === null || now >= LONG ? undefined : USUAL);
    if (wanted !== undefined) {
      await lock(keeper, false, goesOn);
      if ((await keeper.setBreakTime(wanted)) !== 0) throw mayNotBeSet(seconds, now);
    }
    return await work();
  } finally {
    await keeper.stop();
  }
}

async function lock(keeper: Actor, shared: boolean, goesOn: () => boolean): Promise<void> {
  const began = performance.now();
  while ((await keeper.lockBreakTime(shared)) === EAGAIN) {
    if (performance.now() - began > PATIENCE * 1000)
      throw new UsageError("busy", `somebody else has set fs.lease-break-time for more than ${PATIENCE} s`);
    if (!goesOn()) throw new UsageError("busy", "interrupted while somebody else has set fs.lease-break-time");
    await setTimeout(100 + 100 * Math.random());
  }
}

function mayNotBeSet(seconds: number | undefined, now: number | null): UsageError {
  const need =
    seconds === undefined
      ? `it is ${now} s, too short for behaviours in which no deadline passes`
      : "behaviours that wait for it need that";
  return new UsageError("no-right", `fs.lease-break-time may not be set here, and ${need}`);
}
