/** The program in a process that stays: runs one command after the other, and answers with what each wrote. */
import { main } from "../../dist/src/cli/program.js";

const written = { stdout: "", stderr: "" };
for (const name of ["stdout", "stderr"])
  process[name].write = (text) => {
    written[name] += text;
    return true;
  };

process.on("message", async ({ words, cwd, env }) => {
  const before = Object.keys(env).map((name) => [name, process.env[name]]);
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.exitCode = undefined;
  written.stdout = "";
  written.stderr = "";
  await main(words);
  for (const signal of ["SIGINT", "SIGTERM"]) process.removeAllListeners(signal);
  for (const [name, value] of before)
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  process.send({ status: process.exitCode ?? 0, signal: null, ...written });
});
process.on("disconnect", () => process.exit(0));
