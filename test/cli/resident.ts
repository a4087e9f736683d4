/** A process with the program loaded: most of what a command takes is the start of its process. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a run of the program came to. */
export interface Ran {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables that a run finds changed. */
type Environment = Readonly<Record<string, string>>;

let resident: ChildProcess | null = null;
let last: Promise<unknown> = Promise.resolve();

function started(): ChildProcess {
  if (resident !== null) return resident;
  const child = fork(fileURLToPath(new URL("./resident-process.js", import.meta.url)), { execArgv: [] });
  child.once("exit", () => {
    if (resident === child) resident = null;
  });
  // It ends when this process does, and keeps nobody waiting.
  child.unref();
  child.channel?.unref();
  resident = child;
  return child;
}

function ran(words: readonly string[], cwd: string, env: Environment): Promise<Ran> {
  const child = started();
  return new Promise((resolve, reject) => {
    const onMessage = (result: unknown) => {
      child.off("exit", onExit);
      resolve(result as Ran);
    };
    const onExit = () => {
      child.off("message", onMessage);
      reject(new Error(`the program ended the process: ${words.join(" ")}`));
    };
    child.once("message", onMessage).once("exit", onExit);
    child.send({ words, cwd, env });
  });
}

/** Runs a command once those before it are through. @throws Error when the program ends its process */
export function runResident(words: readonly string[], cwd: string, env: Environment = {}): Promise<Ran> {
  const result = last.then(() => ran(words, cwd, env));
  last = result.catch(() => {});
  return result;
}
