/** `leasecheck validate`: is a recorded log a behaviour of the model? */
import type { Command } from "commander";
import { UsageError } from "../machine/errors.js";
import { secondsFor } from "./options.js";
import type { Session } from "./session.js";
import { type JudgeOptions, judgeLog, readLogFile } from "./validate-log.js";
import { recordAndJudge } from "./validate-record.js";

interface ValidateOptions extends JudgeOptions {
  readonly record?: boolean;
  readonly log?: string;
}

/** Adds `leasecheck validate` to the program. */
export function addValidate(program: Command, session: Session): void {
  const list = (text: string, before: readonly string[]): string[] => [...before, ...text.split(",")];
  program
    .command("validate")
    .description(
      "check whether a recorded log (strace -f, or the filelock events of ftrace) is a behaviour of the model",
    )
    .usage("[options] LOG | --record [options] -- COMMAND…")
    .argument("[words...]", "the text of strace, best with -f -ttt -y, or of the tracing file system")
    .option("--record", "run a command under strace, and ftrace where permitted, and judge what it does")
    .option("--log <file>", "with --record: keep the log of strace there, and that of ftrace beside it as FILE.ftrace")
    .option("--design <name>", "the design to hold it against", "linux-6.18")
    .option("--bug <name>", "switch a seeded fault on", list, [])
    .option("--mend <name>", "mend a fault that the real system has today", list, [])
    .option(
      "--break-time <seconds>",
      "the least that fs.lease-break-time was while recording",
      secondsFor("--break-time"),
      1,
    )
    .action(async (words: readonly string[], options: ValidateOptions) => {
      process.exitCode = await validate(session, words, options);
    });
}

async function validate(session: Session, words: readonly string[], options: ValidateOptions): Promise<number> {
  const [path, ...rest] = words;
  if (options.record === true) {
    if (path === undefined) throw new UsageError("missing-command", "validate --record takes a command: -- COMMAND…");
    return recordAndJudge(session, [path, ...rest], options.log ?? null, options);
  }
  if (path === undefined) throw new UsageError("missing-argument", "validate takes a log, or --record -- COMMAND…");
  if (rest.length > 0) throw new UsageError("excess-arguments", `validate takes one log, not ${words.length}`);
  if (options.log !== undefined) throw new UsageError("bad-option", "--log goes with --record");
  return judgeLog(session, path, readLogFile(path), options);
}
