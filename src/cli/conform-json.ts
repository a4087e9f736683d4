/** What `leasecheck conform --json` writes: one object, as the other commands do, with what was seen of the kernel. */
import { arch, release } from "node:os";
import type { KernelDifference } from "../../model/kernel/differences.js";
import type { Control, Controllable } from "../conformance/controllable.js";
import type { Judged, Passed } from "./conform-passes.js";
import { version } from "./session.js";

/** The object. Times and rates differ from run to run; the rest does when the kernel chooses another way. */
export function conformJson(
  { passes, skipped, control }: Judged,
  seed: string,
  differences: readonly KernelDifference[],
): object {
  return {
    tool: "leasecheck",
    version: version(),
    command: "conform",
    kernel: { release: release(), architecture: arch(), differences: differences.map(({ says }) => says) },
    seed,
    skipped,
    racesOnly: control === null ? null : racesOf(control),
    explorations: [],
    results: passes.map(passJson),
  };
}

/** Atomic steps of the covered scope that only a race inside a call reaches, by action. */
function racesOf({ states, transitions, actions }: Control): object {
  const races = ({ all, controllable }: Controllable) => ({ races: all - controllable, all });
  return {
    ...{ states: races(states), transitions: races(transitions) },
    actions: Object.fromEntries([...actions].map(([name, one]) => [name, races(one)])),
  };
}

function passJson({ kind, machine, clock, result }: Passed): object {
  const { behaviours, commands, overtaken, expired, seconds, waited, mismatch } = result;
  const bugs = machine.bugs.join(",");
  return {
    scenario: machine.scenario.name,
    design: machine.design.name,
    bug: bugs === "" ? null : bugs,
    mended: machine.mends,
    scope: machine.scope,
    pass: kind,
    deadlines: clock,
    verdict: mismatch === null ? "no-mismatch" : "mismatch",
    ...{ behaviours, commands, overtaken, waitedForExpiry: expired },
    seconds: Number(seconds.toFixed(3)),
    behavioursPerSecond: Number((behaviours / Math.max(seconds, 0.001)).toFixed(1)),
    waitedSeconds: Number(waited.toFixed(3)),
    ...(kind === "depth" ? { depth: result.depth, behavioursInAll: result.all } : {}),
    ...(kind === "cover"
      ? {
          situations: result.situations,
          transitions: result.steps,
          covered: result.taken,
          complete: result.complete,
          notControllable: result.complete ? Object.fromEntries(result.left) : {},
        }
      : {}),
    ...(kind === "walk" ? { actions: Object.fromEntries(result.actions) } : {}),
    mismatch: mismatch === null ? null : { commands: mismatch.commands, differences: mismatch.differences },
  };
}
