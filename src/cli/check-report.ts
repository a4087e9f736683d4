/** What `leasecheck check` says of its searches: tables, counterexamples, and the files that were asked for. */
import type { Machine } from "../machine/machine.js";
import { livenessLines, machineHeader, summaryLine, unfiredNote } from "../report/exploration.js";
import { jsonReport } from "../report/json.js";
import { resultTable } from "../report/results.js";
import { exitStatus, type ResultRow } from "../report/row.js";
import { exerciseOf, verdictsOf } from "../report/verdicts.js";
import { writeFileAtomically } from "../report/write-file.js";
import { livenessOf } from "../temporal/asked.js";
import type { Checked } from "../temporal/result.js";
import { finding, tokenOf } from "./finding.js";
import type { Selected } from "./select.js";
import { type Session, version } from "./session.js";
import { saveShortest } from "./trace-file.js";

/** What is known of the length of a counterexample when states may have been omitted. */
const LOSSY_LENGTH = "not proven minimal: states may have been omitted";

/** The report of one command, search by search. */
export class CheckReport {
  private readonly results: Checked[] = [];
  private readonly rows: ResultRow[] = [];

  constructor(private readonly session: Session) {}

  /** Prints what came of the machines of one scenario: all of them, or the first few when the command was interrupted. */
  add(machines: readonly Selected[], results: readonly Checked[]): void {
    const exercise = exerciseOf(results);
    for (const [n, result] of results.entries()) {
      const decided = verdictsOf(result, this.results.length, exercise);
      print(this.session, machines[n] as Selected, result, decided, this.results.length > 0);
      this.results.push(result);
      this.rows.push(...decided);
    }
  }

  /** Writes the files that were asked for. @throws UsageError when that fails */
  save(json: string | null, trace: string | null): void {
    const { results, rows } = this;
    const machineOf = (row: ResultRow): Machine => (results[row.exploration] as Checked).machine;
    if (json !== null) {
      const report = jsonReport("check", version(), results, rows, (row) => tokenOf(machineOf(row), row));
      writeFileAtomically(json, `${JSON.stringify(report, null, 2)}\n`);
    }
    if (trace !== null) saveShortest(this.session, trace, rows, machineOf);
  }

  /** The exit status that the verdicts ask for. */
  get status(): number {
    return exitStatus(this.rows.map(({ verdict }) => verdict));
  }
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
