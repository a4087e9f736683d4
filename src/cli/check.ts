/** `leasecheck check`: exhaustive search of scenarios, or of anyone's own model. */
import type { Command } from "commander";
import { UsageError } from "../machine/errors.js";
import { standBy } from "../search/standby.js";
import { livenessOf } from "../temporal/asked.js";
import type { Checked } from "../temporal/result.js";
import type { CheckReport } from "./check-report.js";
import { INTERRUPTED } from "./errors.js";
import { exploreShown } from "./explore-shown.js";
import { outputPaths } from "./files.js";
import {
  type CheckpointOptions,
  type ChoiceOptions,
  checkpointOptions,
  choiceOptions,
  type LimitOptions,
  type LossyChoice,
  limitOptions,
  lossyOptions,
} from "./options.js";
import { inTime } from "./remake.js";
import { byScenario, selectMachines } from "./select.js";
import type { Session } from "./session.js";

interface CheckOptions extends ChoiceOptions, LimitOptions, CheckpointOptions, LossyChoice {
  readonly json?: string;
  readonly trace?: string;
  readonly quiet?: true;
  readonly liveness?: boolean;
}

/** Adds `leasecheck check` to the program. */
export function addCheck(program: Command, session: Session): void {
  lossyOptions(checkpointOptions(limitOptions(choiceOptions(program.command("check")))))
    .description("search every interleaving of the named scenarios (default: all), or of ./module.js, your own model")
    .argument("[scenario...]", "scenarios by name, or modules that export a model")
    .option("--json <file>", "write the results as JSON")
    .option("--trace <file>", "write the shortest counterexample as a trace file")
    .option(
      "--no-liveness",
      "leave liveness out: it needs every state and step in memory, whatever is reduced or on disk",
    )
    .option("--quiet", "show no progress")
    .action(async (names: string[], options: CheckOptions) => {
      process.exitCode = await check(session, names, options);
    });
}

async function check(session: Session, names: readonly string[], options: CheckOptions): Promise<number> {
  const { json, trace } = outputPaths(options);
  if (options.workers !== undefined) standBy(options.workers - 1, inTime(names));
  const groups = byScenario(await selectMachines(names, options));
  if ((options.checkpoint ?? options.resume) !== undefined && groups.flat().length > 1)
    throw new UsageError("bad-option", "a checkpoint is of one search: name one scenario and one design");
  if (options.checkpoint !== undefined && options.resume !== undefined)
    throw new UsageError("bad-option", "--resume goes on in the folder that it names; leave --checkpoint out");
  if (options.liveness === false)
    for (const { machine } of groups.flat())
      for (const { name } of livenessOf(machine))
        if (options.property.includes(name))
          throw new UsageError("bad-option", `--no-liveness leaves out ${name}, which --property asks for`);
  const signal = session.interruptible();
  let report: CheckReport | null = null;
  for (const group of groups) {
    const results: Checked[] = [];
    for (const { machine, modules } of group)
      if (!signal.aborted)
        results.push(await exploreShown(session, machine, { ...options, signal }, undefined, modules));
    report ??= await reportFor(session);
    report.add(group, results);
  }
  report?.save(json, trace);
  return signal.aborted || report === null ? INTERRUPTED : report.status;
}

/** Loaded only when there is something to report: the first state does not wait for what prints it. */
const reportFor = async (session: Session): Promise<CheckReport> =>
  new (await import("./check-report.js")).CheckReport(session);
