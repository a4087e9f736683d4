/**
 * Real processes and threads that make system calls on command. The program is C, compiled when it is first needed; see
 * `docs/decisions/`. Its guard puts everything back when this process ends, however it ends.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, closeSync, openSync, unlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { UsageError } from "../../src/machine/errors.js";
import { type Sight, sightOf } from "./sight.js";

const SOURCES = ["main.c", "actor.c", "observe.c"];
const COMPILERS = ["cc", "gcc", "clang"];

/** The compiled actor: a file that is open here and has no name any more, so that nothing is left behind. */
export interface ActorProgram {
  readonly path: string;
  /** Gives it up. */
  remove(): void;
}

/** Compiles the actor. @throws UsageError `no-compiler`, `not-linux` when this system cannot */
export async function compileActor(): Promise<ActorProgram> {
  if (process.platform !== "linux")
    throw new UsageError("not-linux", "only Linux has leases to compare the model with");
  const sources = join(
    dirname(createRequire(import.meta.url).resolve("leasecheck/package.json")),
    "model/kernel/actor",
  );
  const files = SOURCES.map((name) => join(sources, name));
  const failures: string[] = [];
  const output = namelessFile();
  try {
    for (const compiler of COMPILERS)
      try {
        await promisify(execFile)(compiler, ["-O1", "-pthread", "-o", pathOf(output), ...files]);
        chmodSync(pathOf(output), 0o700);
        // Nobody may have a program open for writing that is to run.
        const open = openSync(pathOf(output), "r");
        return { path: pathOf(open), remove: () => closeSync(open) };
      } catch (error) {
        failures.push(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
      }
  } finally {
    closeSync(output);
  }
  throw new UsageError("no-compiler", `the actor needs a C compiler (${COMPILERS.join(", ")}): ${failures[0]}`);
}

/** A file in the temporary folder that has no name already: whatever happens, it is gone with this process. */
function namelessFile(): number {
  const path = newPath();
  const file = openSync(path, "wx+", 0o700);
  unlinkSync(path);
  return file;
}

const newPath = (): string => join(tmpdir(), `leasecheck-${randomUUID()}`);
const pathOf = (file: number): string => `/proc/${process.pid}/fd/${file}`;

/** One conductor with its actors, and files of its own. */
export class Actor {
  private readonly waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  private readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    /** Where its files live while it runs. */
    readonly folder: string,
  ) {
    this.ended = new Promise((resolve) => child.once("exit", () => resolve()));
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).on("line", (line) => this.waiting.shift()?.resolve(line));
    child.stdin?.on("error", () => {});
    child.once("error", (error) => this.fail(error));
    child.stdout?.once("end", () => this.fail(new Error("the actors have ended")));
  }

  /** Starts a conductor; its files live in a folder below the temporary one. */
  static start(program: ActorProgram): Actor {
    // The guard makes the folder: who makes it removes it.
    const folder = newPath();
    return new Actor(spawn(program.path, [folder], { stdio: ["pipe", "pipe", "inherit"], detached: true }), folder);
  }

  /** Sends a command, and waits for what can be seen after it. */
  async send(command: string): Promise<Sight> {
    return sightOf(await this.ask(command));
  }

  /** Sends several commands at one go. */
  async sendAll(commands: readonly string[]): Promise<Sight[]> {
    const lines = commands.map(() => new Promise<string>((resolve, reject) => this.waiting.push({ resolve, reject })));
    this.child.stdin?.write(`${commands.join("\n")}\n`);
    return (await Promise.all(lines)).map(sightOf);
  }

  /** Sets `fs.lease-break-time`, which the guard puts back. Returns 0, or a negated errno. */
  async setBreakTime(seconds: number): Promise<number> {
    return (JSON.parse(await this.ask(`clock ${seconds}`)) as { readonly clock: number }).clock;
  }

  /**
   * Locks `fs.lease-break-time` against others who rely on it, until the actors have ended. Returns 0, or a negated errno:
   * -11 when somebody has it.
   */
  async lockBreakTime(shared: boolean): Promise<number> {
    return (JSON.parse(await this.ask(shared ? "lock shared" : "lock")) as { readonly lock: number }).lock;
  }

  /** Ends all actors; resolves when everything is put back. */
  async stop(): Promise<void> {
    this.child.stdin?.end();
    await this.ended;
  }

  private ask(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin?.write(`${command}\n`);
    });
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
