#!/usr/bin/env node
/** The program: what concerns the process as a whole. What it does: program.ts. */
import { reason } from "../report/write-file.js";
import { beginEarly } from "./early.js";
import { BAD_INPUT } from "./errors.js";
import { moduleBeingLoaded } from "./modules.js";

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

const words = process.argv.slice(2);
beginEarly(words);
const { main } = await import("./program.js");
await main(words);
