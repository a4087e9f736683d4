/** Reads and judges one log: what it records, what was left out, and a verdict for each file that was leased. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { LogError, shown } from "../../model/kernel/log-error.js";
import { linesInFile } from "../../model/kernel/log-lines.js";
import { type LoggedFile, type ReadLog, readLog } from "../../model/kernel/read-log.js";
import type { HistoryVerdict } from "../../model/kernel/validate-history.js";
import { leaseCore } from "../../properties/scenarios/lease-core.js";
import { UsageError } from "../machine/errors.js";
import { type Machine, machineOf } from "../machine/machine.js";
import { paragraph, plural } from "../report/words.js";
import { reason } from "../report/write-file.js";
import type { Session } from "./session.js";
import { printVerdict } from "./validate-report.js";

/** How a log is judged. */
export interface JudgeOptions {
  readonly design: string;
  readonly bug: readonly string[];
  readonly mend: readonly string[];
  /** The least that `fs.lease-break-time` was while recording, in seconds. */
  readonly breakTime: number;
}

/** More possible states at a time take too long. */
const MOST_POSSIBLE = 20_000;
/** Seconds for one file. */
const MOST_SECONDS = 120;
/** Kinds of what was left out that are printed; the others are counted. */
const MOST_SKIPPED = 12;

/** Prints the report on a log. Returns the exit status: 0 fits, 1 refused, 3 something was not judged. */
export function judgeLog(session: Session, name: string, log: ReadLog, options: JudgeOptions): number {
  const { print, width } = session;
  const say = (label: string, text: string): void => print(paragraph(label, text.split(" "), width));
  print(`${shown(name)}: a log of ${log.format}, ${leasedFiles(log)}.`);
  for (const what of log.complete) say("  recorded completely: ", what);
  for (const what of log.unrecorded) say("  not recorded: ", what);
  for (const what of log.assumed) say("  assumed: ", what);
  printSkipped(log.skipped, say);
  let status = 0;
  for (const file of log.files) {
    const machine = typeof file.scope === "string" ? null : machineFor(file.scope, options);
    const verdict = machine === null ? String(file.scope) : verdictOn(file, machine, options);
    if (typeof verdict === "string") {
      print("");
      say(`${shown(file.name)}: not judged: `, verdict);
      if (status === 0) status = 3;
    } else if (machine !== null) {
      print(`\n${printVerdict(machine, file, verdict, session)}`);
      if (verdict.kind === "refused") status = 1;
    }
  }
  return log.files.length === 0 ? 3 : status;
}

const machineFor = (scope: Exclude<LoggedFile["scope"], string>, { design, bug, mend }: JudgeOptions): Machine =>
  machineOf(leaseCore, { scope, design, bugs: bug, mends: mend });

/** The verdict, or why there is none. */
function verdictOn(file: LoggedFile, machine: Machine, { breakTime }: JudgeOptions): HistoryVerdict | string {
  try {
    return file.judge(machine, { breakTime, limit: MOST_POSSIBLE, seconds: MOST_SECONDS });
  } catch (error) {
    if (error instanceof UsageError && error.code === "too-many-possibilities") return error.message;
    throw error;
  }
}

function printSkipped(skipped: ReadLog["skipped"], say: (label: string, text: string) => void): void {
  const kinds = [...skipped].sort(([, a], [, b]) => b - a);
  for (const [what, times] of kinds.slice(0, MOST_SKIPPED)) say(`  skipped: ${times} × `, shown(what));
  const rest = kinds.slice(MOST_SKIPPED);
  if (rest.length === 0) return;
  const times = rest.reduce((sum, [, more]) => sum + more, 0);
  say("  skipped: ", `${times} × ${plural(rest.length, "other kind")} of calls and events`);
}

const leasedFiles = ({ files }: ReadLog): string =>
  files.length === 0
    ? "with no file that was leased: nothing to judge"
    : `with ${files.length === 1 ? "one file" : `${files.length} files`} that ${files.length === 1 ? "was" : "were"} leased`;

/** Reads the log in a file. @throws UsageError `unreadable`, `bad-log` */
export function readLogFile(path: string, name = shown(path)): ReadLog {
  const there = statSync(resolve(path), { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile() && !there.isFIFO())
    throw new UsageError("unreadable", `cannot read ${shown(path)}: it is no file`);
  try {
    return readLog(linesInFile(resolve(path)));
  } catch (error) {
    if (error instanceof LogError) throw new UsageError(error.code, `${name}, ${error.message}`);
    if (error instanceof UsageError) throw error;
    throw new UsageError("unreadable", `cannot read ${name}: ${reason(error)}`);
  }
}
