/** `leasecheck conform --token`: the kernel does what a counterexample says. */
import { compileActor } from "../../model/kernel/actor.js";
import { type Demonstration, demonstrate, racing, renumbered, wholeCalls } from "../../model/kernel/demonstrate.js";
import { mismatchLines } from "../../model/kernel/pass.js";
import { leaseCore } from "../../properties/scenarios/lease-core.js";
import { type Step, showStep } from "../machine/action.js";
import { UsageError } from "../machine/errors.js";
import { type Machine, machineOf } from "../machine/machine.js";
import { machineHeader } from "../report/exploration.js";
import { readTrace } from "../trace/file.js";
import { replay } from "../trace/replay.js";
import { decodeToken, looksLikeToken } from "../trace/token.js";
import { kernelLines } from "./conform-machine.js";
import { readText } from "./files.js";
import type { Session } from "./session.js";

/** Carries out the behaviour of a token. Returns the exit status. @throws UsageError when it is no behaviour for the kernel */
export async function conformToken(session: Session, token: string): Promise<number> {
  const recorded = looksLikeToken(token) ? decodeToken(token) : readTrace(readText(token));
  if (recorded.scenario !== leaseCore.name)
    throw new UsageError("other-model", `this is a behaviour of ${recorded.scenario}, which the kernel cannot do`);
  const machine = machineOf(leaseCore, recorded);
  const again = replay(machine, recorded);
  if (again.misfit !== null)
    throw new UsageError("changed-model", `the model has changed since this was recorded: ${again.misfit.message}`);
  const { property } = recorded;
  const decides = again.outcome === "violates" || again.outcome === "reaches";
  const isShown = ({ explained, mismatch, overtaken }: Demonstration): boolean =>
    mismatch !== null ||
    overtaken ||
    !decides ||
    explained.some((_, n) => outcomeAfter(machine, explained.slice(0, n + 1), property));
  const shown = await inSomeOrder(machine, recorded.steps, isShown);
  if (shown === null) throw racing(decides ? `with each call whole, ${property} is not decided` : "in any order");
  for (const line of kernelLines(session.width)) session.print(line);
  session.print(`${machineHeader(machine, session.paint, session.width)}\n`);
  for (const [n, { step, kernel }] of shown.steps.entries()) {
    session.print(`${String(n + 1).padStart(4)}. ${showStep(step)}`);
    session.print(`        kernel: ${kernel}`);
  }
  if (shown.overtaken) {
    session.print("\nNothing was shown: a deadline passed before its time; try again on a quieter machine.");
    return 3;
  }
  if (shown.mismatch !== null) {
    session.print(`\n${session.paint("red", "MISMATCH")}: the kernel does something else`);
    for (const line of mismatchLines(shown.mismatch)) session.print(line);
    return 1;
  }
  const verb = again.outcome === "violates" ? "violates" : "reaches";
  session.print(`\nThe kernel did all of it${decides ? `, and it ${verb} ${property}` : ""}.`);
  return 0;
}

/** Carries the behaviour out, calls that overlap in one order after the other, until it was shown; `null` if it never is. */
async function inSomeOrder(
  machine: Machine,
  steps: readonly Step[],
  isShown: (shown: Demonstration) => boolean,
): Promise<Demonstration | null> {
  const program = await compileActor();
  try {
    for (const order of wholeCalls(steps))
      for (const commands of renumbered(order, Number(machine.scope.files))) {
        const shown = await demonstrate(machine, program, commands).catch((error: unknown) => {
          if (error instanceof UsageError && error.code === "not-controllable") return null;
          throw error;
        });
        if (shown !== null && isShown(shown)) return shown;
      }
    return null;
  } finally {
    program.remove();
  }
}

const outcomeAfter = (machine: Machine, steps: readonly Step[], property: string | null): boolean => {
  const { outcome } = replay(machine, { steps, property });
  return outcome === "violates" || outcome === "reaches";
};
