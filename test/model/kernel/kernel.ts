/** The running kernel for tests: whether it can be compared with at all, and a machine at the conformance scope. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { outcomeOf } from "../../../model/index.js";
import { type ActorProgram, compileActor } from "../../../model/kernel/actor.js";
import { type PassResult, pass } from "../../../model/kernel/pass.js";
import { leaseCore } from "../../../properties/scenarios.js";
import { type MachineChoice, machineOf } from "../../../src/machine/machine.js";
import type { Scenario } from "../../../src/machine/scenario.js";
import { chooserOf } from "../../../src/random/choose.js";
import { derive, rngOf } from "../../../src/random/rng.js";

/** `fs.lease-break-time` as it is when no run has set it for a while of its own: waits for those that have. */
export function settledBreakTime(): string {
  const file = "/proc/sys/fs/lease-break-time";
  const { stdout } = spawnSync("flock", ["-s", "-w", "50", file, "cat", file], { encoding: "utf8" });
  return stdout.trim();
}

/** The actors, or why there are none. */
export async function actors(): Promise<ActorProgram | string> {
  if (!existsSync("/proc/locks")) return "no /proc/locks";
  const held = spawnSync("flock", ["-s", "-w", "20", "-E", "99", "/proc/sys/fs/lease-break-time", "true"]);
  if (held.status === 99) return "another run has set fs.lease-break-time";
  try {
    return await compileActor();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A pass over random behaviours of a scenario that may have been tampered with. */
export function compared(
  program: ActorProgram,
  options: {
    readonly seed: string;
    readonly walks: number;
    readonly scenario?: Scenario;
    readonly choice?: MachineChoice;
    readonly outcomes?: typeof outcomeOf;
    readonly breakTime?: number;
    readonly maxSeconds?: number;
  },
): Promise<PassResult> {
  const { seed, walks, scenario = leaseCore, choice = {}, outcomes = outcomeOf, breakTime, maxSeconds } = options;
  const machine = machineOf(scenario, { scope: "walk", ...choice });
  return pass(machine, program, {
    walks,
    length: 20,
    sideBySide: breakTime === undefined ? 4 : 24,
    breakTime,
    maxSeconds,
    outcomes,
    chooser: (walk) => {
      const rng = rngOf(derive(seed, walk));
      const { choose } = chooserOf(machine, rng);
      // Few walks come to a deadline unless it is chosen whenever it can be waited for.
      return (open) => {
        const tick = open.findIndex((index) => machine.instances[index]?.action.name === "tick");
        return tick >= 0 && rng.below(3) === 0 ? tick : choose(open);
      };
    },
  });
}
