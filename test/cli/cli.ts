/** Runs the real program, as built, in a folder of its own: in a process that stays, or in one of its own. */
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type Ran, runResident } from "./resident.js";

/** The built program. */
export const PROGRAM = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/** Path of a model under test/fixtures/models. */
export const model = (name: string): string => fileURLToPath(new URL(`../fixtures/models/${name}.js`, import.meta.url));

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with everything written to stderr so far, whenever more is. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** Closes our end of the program's stdout as soon as anything has come. */
  readonly closeStdout?: boolean;
  /** A shell script to run with the program and its arguments as its own. */
  readonly shell?: string;
  /** Where the program's stdout goes instead of to us. */
  readonly stdoutTo?: string;
}

/** Runs `leasecheck` with arguments, without a terminal. For what is about its process: {@link runAlone}. */
export const run = (
  args: readonly string[],
  { cwd = tmpdir(), env = {} }: Pick<RunOptions, "cwd" | "env"> = {},
): Promise<Ran> => runResident(args, cwd, env);

/** Runs `leasecheck` with arguments, without a terminal, in a process of its own. */
export function runAlone(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd = tmpdir(), env = {}, onStderr, closeStdout, shell, stdoutTo } = options;
  const out = stdoutTo === undefined ? "pipe" : openSync(stdoutTo, "w");
  return new Promise((resolve, reject) => {
    const command = [process.execPath, PROGRAM, ...args];
    const [program, ...rest] = shell === undefined ? command : ["/bin/sh", "-c", shell, ...command];
    const child = spawn(program as string, rest, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", out, "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (data: Buffer) => {
      stdout += data.toString();
      if (closeStdout) child.stdout?.destroy();
    });
    child.stderr?.on("data", (data: Buffer) => {
      stderr += data.toString();
      onStderr?.(stderr, (signal) => child.kill(signal));
    });
    child.on("error", reject);
    child.on("close", (status, signal) => {
      if (typeof out === "number") closeSync(out);
      resolve({ status, signal, stdout, stderr });
    });
  });
}

/** What was written to stderr but progress, which a slow machine shows where a fast one is done. */
export const withoutProgress = (stderr: string): string => stderr.replace(/^.*: [\d,]+ states, .*\n/gm, "");

/** A new empty folder, gone after the test that asks for it. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "leasecheck-test-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The names in a folder, hidden ones included. */
export const namesIn = (path: string): string[] => readdirSync(path).sort();

/** The first token in a report. */
export function tokenIn(text: string): string {
  const token = /lc1_[0-9A-Za-z]+/.exec(text)?.[0];
  if (token === undefined) throw new Error(`no token in: ${text}`);
  return token;
}
