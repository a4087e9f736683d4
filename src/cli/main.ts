#!/usr/bin/env node
/** The program: finds the command, and turns every error into one line and an exit status. */
import { Command } from "commander";
import { reason } from "../report/write-file.js";
import { addCase } from "./case.js";
import { addCheck } from "./check.js";
import { addCompare } from "./compare.js";
import { addConform } from "./conform.js";
import { BAD_INPUT, explainError } from "./errors.js";
import { addExplain } from "./explain.js";
import { addFaults } from "./faults.js";
import { addFindings } from "./findings.js";
import { addList } from "./list.js";
import { moduleBeingLoaded } from "./modules.js";
import { addRandom } from "./random.js";
import { addReplay } from "./replay.js";
import { session, version } from "./session.js";
import { addShow } from "./show.js";
import { addValidate } from "./validate.js";

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
for (const add of [
  addCheck,
  addRandom,
  addReplay,
  addShow,
  addCompare,
  addFaults,
  addFindings,
  addConform,
  addCase,
  addList,
  addExplain,
  addValidate,
])
  add(program, run);

try {
  await program.parseAsync();
} catch (error) {
  const { line, status } = explainError(error);
  if (line !== null) process.stderr.write(`${line}\n`);
  if (process.env.LEASECHECK_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = status;
}
