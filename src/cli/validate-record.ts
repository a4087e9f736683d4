/** `leasecheck validate --record`: runs a command, records it, and judges what it did. */
import { copyFileSync } from "node:fs";
import { shown } from "../../model/kernel/log-error.js";
import type { ReadLog } from "../../model/kernel/read-log.js";
import { type Recorded, Recording } from "../../model/kernel/recorder/recording.js";
import { UsageError } from "../machine/errors.js";
import { paragraph } from "../report/words.js";
import { reason } from "../report/write-file.js";
import { INTERRUPTED } from "./errors.js";
import { writablePath } from "./files.js";
import type { Session } from "./session.js";
import { type JudgeOptions, judgeLog, readLogFile } from "./validate-log.js";

/**
 * Records and judges a command.
 * @param keep where the logs are to be kept
 * @returns the exit status: 130 when it was interrupted, otherwise that of the worse verdict
 * @throws UsageError when nothing can be recorded, or the logs cannot be written
 */
export async function recordAndJudge(
  session: Session,
  command: readonly string[],
  keep: string | null,
  options: JudgeOptions,
): Promise<number> {
  const { print, width } = session;
  const kept =
    keep === null ? null : { strace: writablePath("--log", keep), ftrace: writablePath("--log", `${keep}.ftrace`) };
  const recording = Recording.start(command);
  try {
    const recorded = await recording.run(command);
    print(paragraph("Recorded: ", [...command.map((word) => shown(word, 60)), recorded.ended], width));
    for (const what of recording.lacking) print(paragraph("  not recorded: ", what.split(" "), width));
    for (const format of ["strace", "ftrace"] as const) {
      const path = recorded[format];
      if (path !== null && kept !== null) copy(path, kept[format]);
    }
    const statuses = judge(session, recorded, options);
    if (recorded.interrupted) return INTERRUPTED;
    return statuses.includes(1) ? 1 : Math.max(0, ...statuses);
  } finally {
    await recording.dispose();
  }
}

/** Judges each log. Returns the exit statuses; a log without a leased file has none if the other one has such a file. */
function judge(session: Session, recorded: Recorded, options: JudgeOptions): number[] {
  const strace = recorded.strace === null ? null : readLogFile(recorded.strace, "what strace recorded");
  const ftrace = recorded.ftrace === null ? null : readLogFile(recorded.ftrace, "what ftrace recorded");
  const logs = [
    ...(strace === null ? [] : [{ name: "Seen from outside", log: strace }]),
    ...(ftrace === null ? [] : [{ name: "Seen from inside", log: strace === null ? ftrace : of(strace, ftrace) }]),
  ];
  const telling = logs.filter(({ log }) => log.files.length > 0);
  const statuses: number[] = [];
  for (const { name, log } of telling.length > 0 ? telling : logs.slice(0, 1)) {
    session.print("");
    statuses.push(judgeLog(session, name, log, options));
  }
  return statuses;
}

/** The ftrace of the command only: the whole system is recorded, because others may break the command's leases. */
function of(strace: ReadLog, ftrace: ReadLog): ReadLog {
  const files = ftrace.files.filter(({ pids }) => pids.some((pid) => strace.pids.has(pid)));
  const others = ftrace.files.length - files.length;
  return {
    ...ftrace,
    files,
    skipped: others === 0 ? ftrace.skipped : new Map([...ftrace.skipped, ["files that only others lease", others]]),
  };
}

function copy(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch (error) {
    throw new UsageError("unwritable", `--log cannot write ${shown(to)}: ${reason(error)}`);
  }
}
