/** `leasecheck conform`: behaviours of the model, carried out on the running kernel and compared after every call. */
import { randomInt } from "node:crypto";
import { release } from "node:os";
import type { Command } from "commander";
import { type ActorProgram, compileActor } from "../../model/kernel/actor.js";
import type { Choose } from "../../model/kernel/conform.js";
import { type PassResult, pass } from "../../model/kernel/pass.js";
import { UsageError } from "../machine/errors.js";
import type { Machine } from "../machine/machine.js";
import { chooserOf } from "../random/choose.js";
import { derive, type Rng, rngOf } from "../random/rng.js";
import { machineHeader } from "../report/exploration.js";
import { count, plural } from "../report/words.js";
import { conformCover } from "./conform-cover.js";
import { comparedMachine } from "./conform-machine.js";
import { conformReport } from "./conform-report.js";
import { conformToken } from "./conform-token.js";
import { INTERRUPTED } from "./errors.js";
import { type ChoiceOptions, choiceOptions, seconds, wholeNumber } from "./options.js";
import type { Session } from "./session.js";

interface ConformOptions extends ChoiceOptions {
  readonly seed?: string;
  readonly walks: number;
  readonly clock: number;
  readonly steps: number;
  readonly maxTime?: number;
  readonly token?: string;
  readonly cover?: true;
  readonly quiet?: true;
}

/** Behaviours at a time: more of those that mostly wait for the clock. */
const SIDE_BY_SIDE = 4;
const WAITING = 24;

/** Adds `leasecheck conform` to the program. */
export function addConform(program: Command, session: Session): void {
  choiceOptions(program.command("conform"))
    .description("carry out behaviours of lease-core on the running kernel, and compare all that can be seen")
    .option("--seed <seed>", "what makes the choice of behaviours repeatable; made up and printed when left out")
    .option("--walks <n>", "random behaviours", wholeNumber("--walks", 1), 1000)
    .option("--clock <n>", "further behaviours, in which deadlines pass", wholeNumber("--clock", 0), 100)
    .option("--steps <n>", "calls a behaviour at most", wholeNumber("--steps", 1), 20)
    .option("--max-time <seconds>", "begin no behaviour after this time", seconds)
    .option("--cover", "give every command in every situation instead, at the quick scope")
    .option("--token <token>", "carry out the behaviour of a token instead")
    .option("--quiet", "show no progress")
    .action(async (options: ConformOptions) => {
      const { token } = options;
      process.exitCode = await (token !== undefined
        ? conformToken(session, token)
        : options.cover === true
          ? conformCover(session, options)
          : conform(session, options));
    });
}

async function conform(session: Session, options: ConformOptions): Promise<number> {
  const machine = await comparedMachine(options, "conform");
  const seed = options.seed ?? String(randomInt(2 ** 32));
  const signal = session.interruptible();
  const program = await compileActor();
  const passes: PassResult[] = [];
  let skipped: string | null = options.clock === 0 ? "none were asked for" : null;
  try {
    passes.push(await shown(session, machine, program, { ...options, seed, signal }));
    if (skipped === null && passes[0]?.mismatch === null && !signal.aborted && machine.scope.deadlines === true)
      passes.push(await shown(session, machine, program, { ...options, seed: `${seed} clock`, signal, breakTime: 1 }));
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== "no-right") throw error;
    skipped = error.message;
  } finally {
    program.remove();
  }
  session.print(`Linux ${release()}, ${process.arch}`);
  session.print(`${machineHeader(machine, session.paint, session.width)}\n`);
  session.print(conformReport(machine, passes, skipped, session.paint, session.width));
  session.print(`Repeat: leasecheck conform --seed ${seed} with the same options`);
  if (signal.aborted) return INTERRUPTED;
  return passes.every(({ mismatch }) => mismatch === null) ? 0 : 1;
}

type Shown = ConformOptions & { readonly seed: string; readonly signal: AbortSignal; readonly breakTime?: number };

async function shown(session: Session, machine: Machine, program: ActorProgram, options: Shown): Promise<PassResult> {
  const { walks, clock, steps, seed, signal, breakTime, maxTime } = options;
  const progress = session.progress(options.quiet === true);
  const total = breakTime === undefined ? walks : clock;
  try {
    return await pass(machine, program, {
      walks: total,
      length: steps,
      sideBySide: breakTime === undefined ? SIDE_BY_SIDE : WAITING,
      breakTime,
      maxSeconds: maxTime,
      signal,
      chooser: (walk) => chooserFor(machine, rngOf(derive(seed, walk))),
      onProgress: ({ walks: done, commands }) =>
        progress.update(
          () =>
            `${plural(done, "behaviour")} of ${count(total)}${breakTime === undefined ? "" : " that wait"}, ${plural(commands, "command")}`,
        ),
    });
  } finally {
    progress.done();
  }
}

/** As random walks choose, but where a deadline can be waited for every third command does: few walks come that far. */
function chooserFor(machine: Machine, rng: Rng): Choose {
  const { choose } = chooserOf(machine, rng);
  return (open) => {
    const tick = open.findIndex((index) => machine.instances[index]?.action.name === "tick");
    return tick >= 0 && rng.below(3) === 0 ? tick : choose(open);
  };
}
