/** Finds the command, and turns every error into one line and an exit status. */
import { Command } from "commander";
import { explainError } from "./errors.js";
import { type Session, session, version } from "./session.js";

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

/**
 * Runs one command of the program, on the streams of this process.
 * @param words what follows the program's name on the command line
 * @returns when the report is written; its exit status is then that of the process (`process.exitCode`)
 */
export async function main(words: readonly string[]): Promise<void> {
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
  const asked = words.find((argument) => !argument.startsWith("-"));
  const known = asked !== undefined && Object.hasOwn(commands, asked);
  for (const [name, load] of Object.entries(commands)) if (!known || name === asked) (await load())(program, run);

  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    const { line, status } = explainError(error);
    if (line !== null) process.stderr.write(`${line}\n`);
    if (process.env.LEASECHECK_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = status;
  }
}
