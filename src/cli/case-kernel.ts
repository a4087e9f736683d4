/** The running kernel as a judge of cases, where there is one to ask. */
import { release } from "node:os";
import { Actor, compileActor } from "../../model/kernel/actor.js";
import { withBreakTime } from "../../model/kernel/break-time.js";
import type { Kernel } from "../../model/kernel/cases/judge.js";
import { UsageError } from "../machine/errors.js";

/** `fs.lease-break-time` for cases that wait for it, in seconds: the least that is not 0. */
const BREAK_TIME = 1;

/**
 * Does some work with the running kernel, or with words that say why there is none.
 * @param clock whether `fs.lease-break-time` may be set meanwhile
 * @throws UsageError `no-right` when it is to be set and may not be
 */
export async function withKernel<T>(clock: boolean, work: (kernel: Kernel | string) => Promise<T>): Promise<T> {
  let program: Awaited<ReturnType<typeof compileActor>>;
  try {
    program = await compileActor();
  } catch (error) {
    if (error instanceof UsageError) return work(error.message);
    throw error;
  }
  try {
    return await withBreakTime(program, clock ? BREAK_TIME : undefined, async () => {
      const actor = Actor.start(program);
      try {
        return await work({ actor, version: release(), breakTime: clock ? BREAK_TIME * 1000 : null });
      } finally {
        await actor.stop();
      }
    });
  } finally {
    program.remove();
  }
}
