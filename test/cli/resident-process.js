/** The program in a process that stays: runs one command after the other, and answers with what each wrote. */
import { main } from "../../dist/src/cli/program.js";

const written = { stdout: "", stderr: "" };
for (const name of ["stdout", "stderr"])
  process[name].write = (text) => {
    written[name] += text;
    return true;
  };

process.on("message", async ({ words, cwd }) => {
  process.chdir(cwd);
  process.exitCode = undefined;
  written.stdout = "";
  written.stderr = "";
  await main(words);
  for (const signal of ["SIGINT", "SIGTERM"]) process.removeAllListeners(signal);
  process.send({ status: process.exitCode ?? 0, signal: null, ...written });
});
process.on("disconnect", () => process.exit(0));
