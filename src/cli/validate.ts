/** `leasecheck validate`: is a recorded log a behaviour of the model? */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { shown } from "../../model/kernel/log-error.js";
import { type ReadLog, readLog } from "../../model/kernel/read-log.js";
import { leaseCore } from "../../properties/scenarios.js";
import { UsageError } from "../machine/errors.js";
import { machineOf } from "../machine/machine.js";
import { paragraph } from "../report/words.js";
import { reason } from "../report/write-file.js";
import { readText } from "./files.js";
import { seconds } from "./options.js";
import type { Session } from "./session.js";
import { printVerdict } from "./validate-report.js";

interface ValidateOptions {
  readonly design?: string;
  readonly bug: readonly string[];
  readonly mend: readonly string[];
  readonly breakTime: number;
}

/** Longer logs are not read. */
const MOST_BYTES = 64 * 2 ** 20;
/** More possible states at a time take too long. */
const MOST_POSSIBLE = 20_000;

/** Adds `leasecheck validate` to the program. */
export function addValidate(program: Command, session: Session): void {
  const list = (text: string, before: readonly string[]): string[] => [...before, ...text.split(",")];
  program
    .command("validate")
    .description(
      "check whether a recorded log (strace -f, or the filelock events of ftrace) is a behaviour of the model",
    )
    .argument("<log>", "the text of strace, best with -f -ttt -y, or of the tracing file system")
    .option("--design <name>", "the design to hold it against", "linux-6.18")
    .option("--bug <name>", "switch a seeded fault on", list, [])
    .option("--mend <name>", "mend a fault that the real system has today", list, [])
    .option("--break-time <seconds>", "the least that fs.lease-break-time was while recording", seconds, 1)
    .action((path: string, options: ValidateOptions) => {
      process.exitCode = validate(session, path, options);
    });
}

function validate(session: Session, path: string, options: ValidateOptions): number {
  const { print, width } = session;
  const log = readLog(readText(sized(path)));
  print(`${shown(path)}: a log of ${log.format}, ${leasedFiles(log)}.`);
  for (const what of log.complete) print(paragraph("  recorded completely: ", what.split(" "), width));
  for (const what of log.unrecorded) print(paragraph("  not recorded: ", what.split(" "), width));
  for (const [what, times] of log.skipped) print(`  skipped, outside the model: ${times} × ${what}`);
  let status = 0;
  let refused = false;
  for (const file of log.files) {
    if (typeof file.scope === "string") {
      print(`\n${shown(file.name)}: not judged: ${file.scope}`);
      status = Math.max(status, 3);
      continue;
    }
    const machine = machineOf(leaseCore, {
      scope: file.scope,
      design: options.design ?? "linux-6.18",
      bugs: options.bug,
      mends: options.mend,
    });
    const verdict = file.judge(machine, { breakTime: options.breakTime, limit: MOST_POSSIBLE });
    print(`\n${printVerdict(machine, file, verdict, session)}`);
    if (verdict.kind === "refused") refused = true;
  }
  if (refused) return 1;
  return log.files.length === 0 ? 3 : status;
}

const leasedFiles = ({ files }: ReadLog): string =>
  files.length === 0
    ? "with no file that was leased: nothing to judge"
    : `with ${files.length === 1 ? "one file" : `${files.length} files`} that ${files.length === 1 ? "was" : "were"} leased`;

/** @throws UsageError for what is no file, or too long to be read */
function sized(path: string): string {
  const there = statSync(resolve(path), { throwIfNoEntry: false });
  if (there === undefined) return path;
  if (!there.isFile()) throw new UsageError("unreadable", `cannot read ${shown(path)}: it is no file`);
  if (there.size > MOST_BYTES)
    throw new UsageError("unreadable", `cannot read ${shown(path)}: ${reason(new Error("it is longer than 64 MiB"))}`);
  return path;
}
