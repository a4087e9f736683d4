/** `leasecheck check`: exhaustive search of scenarios, or of anyone's own model. */
import type { Command } from "commander";
import { UsageError } from "../machine/errors.js";
import { livenessLines, machineHeader, summaryLine, unfiredNote } from "../report/exploration.js";
import { jsonReport } from "../report/json.js";
import { resultTable } from "../report/results.js";
import { exitStatus, type ResultRow } from "../report/row.js";
import { exerciseOf, verdictsOf } from "../report/verdicts.js";
import { writeFileAtomically } from "../report/write-file.js";
import { livenessOf } from "../temporal/asked.js";
import type { Checked } from "../temporal/result.js";
import { INTERRUPTED } from "./errors.js";
import { exploreShown } from "./explore-shown.js";
import { outputPaths } from "./files.js";
import { finding, tokenOf } from "./finding.js";
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
import { byScenario, type Selected, selectMachines } from "./select.js";
import { type Session, version } from "./session.js";
import { saveShortest } from "./trace-file.js";

/** What is known of the length of a counterexample when states may have been omitted. */
const LOSSY_LENGTH = "not proven minimal: states may have been omitted";

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
  const results: Checked[] = [];
  const rows: ResultRow[] = [];
  for (const group of groups) {
    const first = results.length;
    for (const { machine, modules } of group)
      if (!signal.aborted)
        results.push(await exploreShown(session, machine, { ...options, signal }, undefined, modules));
    const exercise = exerciseOf(results.slice(first));
    for (const [n, result] of results.entries()) {
      if (n < first) continue;
      const decided = verdictsOf(result, n, exercise);
      print(session, group[n - first] as Selected, result, decided, n > 0);
      rows.push(...decided);
    }
  }
  const machineOfRow = (row: ResultRow) => (results[row.exploration] as Checked).machine;
  if (json !== null) {
    const report = jsonReport("check", version(), results, rows, (row) => tokenOf(machineOfRow(row), row));
    writeFileAtomically(json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (trace !== null) saveShortest(session, trace, rows, machineOfRow);
  return signal.aborted ? INTERRUPTED : exitStatus(rows.map(({ verdict }) => verdict));
}

function print(
  { print, paint, width }: Session,
  { machine, modules }: Selected,
  result: Checked,
  rows: readonly ResultRow[],
  gap: boolean,
): void {
  if (gap) print("");
  print(`${machineHeader(machine, paint, width)}\n`);
  print(`${resultTable(rows, paint)}\n`);
  print(summaryLine(result));
  if (result.liveness !== undefined) print(livenessLines(result.liveness, width));
  else if (livenessOf(machine).length > 0 && result.modelError === null) print("Liveness: left out.");
  const unfired = unfiredNote(result, width);
  if (unfired !== "") print(unfired);
  for (const row of rows)
    if (row.verdict === "violated" || row.verdict === "model-error")
      print(`\n${finding(machine, row, modules, paint, width, result.lossy === null ? undefined : LOSSY_LENGTH)}`);
}
