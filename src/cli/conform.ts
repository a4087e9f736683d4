/** `leasecheck conform`: behaviours of the model, carried out on the running kernel and compared after every call. */
import { randomInt } from "node:crypto";
import { release } from "node:os";
import type { Command } from "commander";
import { compileActor } from "../../model/kernel/actor.js";
import { UsageError } from "../machine/errors.js";
import { writeFileAtomically } from "../report/write-file.js";
import { conformJson } from "./conform-json.js";
import { comparedMachine, kernelDifferences, kernelLines } from "./conform-machine.js";
import { type Judged, Passes, type Wanted } from "./conform-passes.js";
import { conformReport } from "./conform-report.js";
import { conformToken } from "./conform-token.js";
import { INTERRUPTED } from "./errors.js";
import { outputPaths } from "./files.js";
import { type ChoiceOptions, choiceOptions, seconds, wholeNumber } from "./options.js";
import type { Session } from "./session.js";

interface ConformOptions extends ChoiceOptions {
  readonly seed?: string;
  readonly walks?: number;
  readonly clock?: number;
  readonly depth?: number;
  readonly cover?: true;
  readonly steps: number;
  readonly maxTime?: number;
  readonly token?: string;
  readonly json?: string;
  readonly quiet?: true;
}

/** What a plain `leasecheck conform` does: about a minute, and more than 10,000 behaviours. */
const USUAL = { depth: 3, walks: 1000, clock: 100 };

/** Adds `leasecheck conform` to the program. */
export function addConform(program: Command, session: Session): void {
  choiceOptions(program.command("conform"))
    .description("carry out behaviours of lease-core on the running kernel, and compare all that can be seen")
    .option("--depth <n>", `all behaviours of up to so many calls (${USUAL.depth})`, wholeNumber("--depth", 0))
    .option("--cover", "every call in every situation, deadlines included (about ten minutes)")
    .option("--walks <n>", `random behaviours (${USUAL.walks})`, wholeNumber("--walks", 0))
    .option("--clock <n>", `random behaviours in which deadlines pass (${USUAL.clock})`, wholeNumber("--clock", 0))
    .option("--steps <n>", "calls a random behaviour at most", wholeNumber("--steps", 1), 20)
    .option("--seed <seed>", "what makes the choice of behaviours repeatable; made up and printed when left out")
    .option("--max-time <seconds>", "begin no behaviour after this time", seconds)
    .option("--token <token>", "carry out the behaviour of a token or of a trace file instead")
    .option("--json <file>", "write the results as JSON")
    .option("--quiet", "show no progress")
    .action(async (options: ConformOptions) => {
      const { token } = options;
      process.exitCode = await (token !== undefined ? conformToken(session, token) : conform(session, options));
    });
}

async function conform(session: Session, options: ConformOptions): Promise<number> {
  const wanted = wantedBy(options);
  const { json } = outputPaths(options);
  const covered = await comparedMachine(options, "conform");
  const walked = await comparedMachine(options, "walk");
  const signal = session.interruptible();
  const program = await compileActor();
  const progress = session.progress(options.quiet === true);
  let judged: Judged;
  try {
    judged = await new Passes(program, wanted, progress, signal).run(covered, walked);
  } finally {
    progress.done();
    program.remove();
  }
  for (const line of kernelLines(session.width)) session.print(line);
  session.print(conformReport(judged, session.paint, session.width));
  session.print(`Repeat: leasecheck conform --seed ${wanted.seed} with the same options`);
  if (json !== null)
    writeFileAtomically(
      json,
      `${JSON.stringify(conformJson(judged, wanted.seed, kernelDifferences(release())), null, 2)}\n`,
    );
  return statusOf(judged, wanted, signal);
}

/** 0 no mismatch in all that was wanted, 1 a mismatch, 3 not all could be done. */
function statusOf({ passes, skipped }: Judged, wanted: Wanted, signal: AbortSignal): number {
  if (passes.some(({ result }) => result.mismatch !== null)) return 1;
  if (signal.aborted) return INTERRUPTED;
  const incomplete = passes.some((passed) => passed.kind === "cover" && !passed.result.complete);
  return incomplete || (skipped !== null && wanted.cover === "with deadlines") ? 3 : 0;
}

/** Naming one kind of behaviours leaves the others out. @throws UsageError when nothing is left */
function wantedBy(options: ConformOptions): Wanted {
  const { depth, cover, walks, clock, steps, maxTime } = options;
  const named = [depth, cover, walks, clock].some((value) => value !== undefined);
  const walking = walks !== undefined || clock !== undefined;
  const wanted: Wanted = {
    depth: depth ?? (named ? 0 : USUAL.depth),
    cover: cover === true ? "with deadlines" : named ? "no" : "without deadlines",
    walks: walks ?? (walking ? USUAL.walks : named ? 0 : USUAL.walks),
    clock: clock ?? (walking ? USUAL.clock : named ? 0 : USUAL.clock),
    steps,
    seed: options.seed ?? String(randomInt(2 ** 32)),
    maxTime,
  };
  if (wanted.depth + wanted.walks + wanted.clock === 0 && wanted.cover === "no")
    throw new UsageError("bad-option", "conform is left with nothing to do; say how many behaviours");
  return wanted;
}
