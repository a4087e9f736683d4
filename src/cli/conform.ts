/** `leasecheck conform`: behaviours of the model, carried out on the running kernel and compared after every call. */
import { randomInt } from "node:crypto";
import { release } from "node:os";
import type { Command } from "commander";
import { compileActor } from "../../model/kernel/actor.js";
import { type PassResult, pass } from "../../model/kernel/pass.js";
import { UsageError } from "../machine/errors.js";
import type { Machine } from "../machine/machine.js";
import { chooserOf } from "../random/choose.js";
import { derive, rngOf } from "../random/rng.js";
import { machineHeader } from "../report/exploration.js";
import { count, duration, plural } from "../report/words.js";
import { conformReport } from "./conform-report.js";
import { INTERRUPTED } from "./errors.js";
import { type ChoiceOptions, choiceOptions, seconds, wholeNumber } from "./options.js";
import { selectMachines } from "./select.js";
import type { Session } from "./session.js";

interface ConformOptions extends ChoiceOptions {
  readonly seed?: string;
  readonly walks: number;
  readonly steps: number;
  readonly maxTime?: number;
  readonly quiet?: true;
}

const SIDE_BY_SIDE = 4;

/** Adds `leasecheck conform` to the program. */
export function addConform(program: Command, session: Session): void {
  choiceOptions(program.command("conform"))
    .description("carry out behaviours of lease-core on the running kernel, and compare all that can be seen")
    .option("--seed <seed>", "what makes the choice of behaviours repeatable; made up and printed when left out")
    .option("--walks <n>", "random behaviours", wholeNumber("--walks", 1), 1000)
    .option("--steps <n>", "calls a behaviour at most", wholeNumber("--steps", 1), 20)
    .option("--max-time <seconds>", "begin no behaviour after this time", seconds)
    .option("--quiet", "show no progress")
    .action(async (options: ConformOptions) => {
      process.exitCode = await conform(session, options);
    });
}

async function conform(session: Session, options: ConformOptions): Promise<number> {
  const [selected, another] = await selectMachines(["lease-core"], options, "conform");
  if (selected === undefined || another !== undefined)
    throw new UsageError("bad-option", "conform compares one machine with the kernel; name one design");
  const { machine } = selected;
  refuseUncontrollable(machine);
  const seed = options.seed ?? String(randomInt(2 ** 32));
  const signal = session.interruptible();
  const program = await compileActor();
  const progress = session.progress(options.quiet === true);
  let result: PassResult;
  try {
    result = await pass(machine, program, {
      walks: options.walks,
      length: options.steps,
      sideBySide: SIDE_BY_SIDE,
      maxSeconds: options.maxTime,
      signal,
      chooser: (walk) => {
        const { choose } = chooserOf(machine, rngOf(derive(seed, walk)));
        return choose;
      },
      onProgress: ({ walks, commands }) =>
        progress.update(
          () => `${plural(walks, "behaviour")} of ${count(options.walks)}, ${plural(commands, "command")}`,
        ),
    });
  } finally {
    progress.done();
    program.remove();
  }
  session.print(`Linux ${release()}, ${process.arch}`);
  session.print(`${machineHeader(machine, session.paint, session.width)}\n`);
  session.print(conformReport(machine, result, session.paint, session.width));
  session.print(
    `Seed ${seed}: ${duration(result.seconds)}, ${(result.walks / result.seconds).toFixed(1)} behaviours/s`,
  );
  if (signal.aborted) return INTERRUPTED;
  return result.mismatch === null ? 0 : 1;
}

/** @throws UsageError for scopes with what the actors cannot do */
function refuseUncontrollable({ scope }: Machine): void {
  const beyond = [
    ...["exec", "masks", "kill"].filter((key) => scope[key] === true),
    ...(scope.signals === "any" ? [] : ["signals"]),
  ];
  if (beyond.length > 0)
    throw new UsageError("not-controllable", `the actors of conform cannot do this yet: ${beyond.join(", ")}`);
}
