/** `leasecheck compare`: every design against every property, at the quick scopes, against the recorded verdicts. */
import type { Command } from "commander";
import { builtIn } from "../../properties/scenarios.js";
import { summary } from "../../properties/summary.js";
import { UsageError } from "../machine/errors.js";
import { comparisonReport, type Judged } from "../report/comparison.js";
import { jsonReport } from "../report/json.js";
import { exitStatus, type ResultRow } from "../report/row.js";
import { summaryReport } from "../report/summary.js";
import { plural } from "../report/words.js";
import { writeFileAtomically } from "../report/write-file.js";
import type { Checked } from "../temporal/result.js";
import { type BehaviourOptions, compareBehaviours } from "./behaviours.js";
import { compareDesigns, livenessMachineOf } from "./comparison.js";
import { INTERRUPTED } from "./errors.js";
import { exploreShown } from "./explore-shown.js";
import { writablePath } from "./files.js";
import { tokenOf } from "./finding.js";
import { type LimitOptions, limitOptions, listOption, scopeChoice } from "./options.js";
import { judgeCell, unjudged } from "./recorded.js";
import { type Session, version } from "./session.js";

interface CompareOptions extends LimitOptions, BehaviourOptions {
  readonly behaviours?: readonly string[];
  readonly json?: string;
  readonly quiet?: true;
}

/** Adds `leasecheck compare` to the program. */
export function addCompare(program: Command, session: Session): void {
  limitOptions(program.command("compare"))
    .description("every design against every property at the quick scopes, and against the recorded verdicts")
    .option("--behaviours <designs...>", "the shortest behaviours whose outcome differs between two designs [scenario]")
    .addOption(listOption("--mend <name>", "with --behaviours: mend a fault that the real system has today"))
    .option("--scope <scope>", "with --behaviours: a named scope, or key=value,…", scopeChoice)
    .option("--json <file>", "write the results as JSON")
    .option("--quiet", "show no progress")
    .action(async (options: CompareOptions) => {
      const { behaviours, mend, scope } = options;
      if (behaviours === undefined && (mend.length > 0 || scope !== undefined))
        throw new UsageError("bad-option", "compare takes --mend and --scope with --behaviours only");
      process.exitCode =
        behaviours === undefined
          ? await compare(session, options)
          : await compareBehaviours(session, behaviours, options);
    });
}

async function compare(session: Session, options: CompareOptions): Promise<number> {
  const { print, paint, width } = session;
  const json = options.json === undefined ? null : writablePath("--json", options.json);
  const signal = session.interruptible();
  const results: Checked[] = [];
  const judged: Judged[] = [];
  const missing: string[] = [];
  print("Every design against every property: all interleavings within the quick scopes.");
  for (const scenario of builtIn) {
    const { results: made, cells } = await compareDesigns(
      scenario,
      async (machine) => {
        if (signal.aborted) return null;
        const mended = machine.mends.length === 0 ? "" : `, ${machine.mends.join(" and ")} mended`;
        const label = `${scenario.name} · ${machine.design.name}${mended}`;
        return exploreShown(session, machine, { ...options, signal, livenessOn: livenessMachineOf(machine) }, label);
      },
      results.length,
    );
    if (made.length === 0) break;
    const answers = cells.map(judgeCell);
    print(`\n${comparisonReport(scenario, made, answers, paint, width)}`);
    results.push(...made);
    judged.push(...answers);
    missing.push(...unjudged(scenario.name, [...new Set(made.map(({ machine }) => machine.design.name))], cells));
  }
  if (json !== null) {
    const rows = judged.flatMap(({ row, mended }) => (mended === null ? [row] : [row, mended]));
    const machineOfRow = ({ exploration, kind }: ResultRow) => {
      const { machine, liveness } = results[exploration] as Checked;
      return kind === "liveness" && liveness !== undefined ? liveness.machine : machine;
    };
    const report = jsonReport("compare", version(), results, rows, (row) => tokenOf(machineOfRow(row), row));
    writeFileAtomically(json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (!signal.aborted) print(`\n${summaryReport(summary, judged, paint, width)}`);
  return conclude(session, judged, missing, signal.aborted);
}

function conclude(
  { print, paint }: Session,
  judged: readonly Judged[],
  missing: readonly string[],
  interrupted: boolean,
): number {
  const other = judged.filter(({ asRecorded }) => asRecorded !== true);
  print("");
  for (const { row, difference } of other) print(`${row.design}, ${row.property}: ${difference}`);
  for (const name of missing) print(`${name}: recorded, but not judged`);
  if (interrupted) {
    print("Interrupted: the table is not complete.");
    return INTERRUPTED;
  }
  if (other.length + missing.length === 0) {
    print(paint("green", `All ${plural(judged.length, "verdict")} are the recorded ones.`));
    return 0;
  }
  print(paint("red", `${other.length + missing.length} of ${plural(judged.length, "verdict")} not as recorded.`));
  return missing.length === 0 && other.every(isOpen) ? exitStatus(["unknown"]) : 1;
}

/** What a search that was cut short does not show contradicts nothing. */
const isOpen = ({ row, mended }: Judged): boolean =>
  [row, mended].some((one) => one !== null && one.limit !== null && one.verdict !== "violated");
