#!/usr/bin/env node
/** The program: finds the command, and turns every error into one line and an exit status. */
import { Command } from "commander";
import { reason } from "../report/write-file.js";
import { BAD_INPUT, explainError } from "./errors.js";
import { moduleBeingLoaded } from "./modules.js";
import { type Session, session, version } from "./session.js";

// A reader that has seen enough (`| head`) is no error of ours; the work goes on for the files and the exit status.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.stderr.write(`leasecheck: cannot write the report: ${reason(error)} [unwritable]\n`);
  process.exit(BAD_INPUT);
});
process.stderr.on("error", () => {});
// The program ends before a module is loaded: the module ended it, or waits for what will never come.
process.on("exit", () => {
  const module = moduleBeingLoaded();
  if (module === null) return;
  process.stderr.write(`leasecheck: cannot load the module ${module}: it never finished loading [broken-module]\n`);
  process.exitCode = BAD_INPUT;
});

const program = new Command("leasecheck")
  .description(
    "A model checker for concurrent designs, with a model of Linux file leases: who must break whose lease, and does every interleaving get it right?",
  )
  .version(version())
  .exitOverride()
  .configureOutput({ writeErr: () => {} })
  .addHelpText(
    "after",
    `
Exit status: 0 everything checked holds; 1 a property is violated, or model error; 2 bad usage or input;
3 no verdict (holds to a depth, unknown, vacuous, unreached); 130 interrupted.`,
  );

const run = session();
// A command is loaded when it is the one that is asked for: loading all of them takes longer than many a search.
const commands: Readonly<Record<string, () => Promise<(program: Command, session: Session) => void>>> = {
  check: async () => (await import("./check.js")).addCheck,
  random: async () => (await import("./random.js")).addRandom,
  replay: async () => (await import("./replay.js")).addReplay,
  show: async () => (await import("./show.js")).addShow,
  compare: async () => (await import("./compare.js")).addCompare,
  faults: async () => (await import("./faults.js")).addFaults,
  findings: async () => (await import("./findings.js")).addFindings,
  patches: async () => (await import("./patches.js")).addPatches,
  conform: async () => (await import("./conform.js")).addConform,
  case: async () => (await import("./case.js")).addCase,
  list: async () => (await import("./list.js")).addList,
  explain: async () => (await import("./explain.js")).addExplain,
  validate: async () => (await import("./validate.js")).addValidate,
};
const asked = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
const known = asked !== undefined && Object.hasOwn(commands, asked);
for (const [name, load] of Object.entries(commands)) if (!known || name === asked) (await load())(program, run);

try {
  await program.parseAsync();
} catch (error) {
  const { line, status } = explainError(error);
  if (line !== null) process.stderr.write(`${line}\n`);
  if (process.env.LEASECHECK_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = status;
}
