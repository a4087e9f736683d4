/**
 * Records what a command does to leases: under strace, and with the events of ftrace where that is permitted. A guard puts
 * everything back when this process ends, however it ends.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UsageError } from "../../../src/machine/errors.js";
import { shown } from "../log-error.js";
import { isCommand, straceOf, whyNoStrace } from "./strace-program.js";
import { instanceName, removeStale, Tracing, tracingInstances } from "./tracing.js";

/** What was recorded. */
export interface Recorded {
  /** Paths of the logs, which live until {@link Recording.dispose}; `null` for what could not be recorded. */
  readonly strace: string | null;
  readonly ftrace: string | null;
  /** How the command ended, in words. */
  readonly ended: string;
  /** Whether somebody interrupted it. */
  readonly interrupted: boolean;
}

/** Seconds that a command has to end by itself when it is asked to. */
const GRACE = 5;

/** One recording. */
export class Recording {
  /** What cannot be recorded here, and why. */
  readonly lacking: readonly string[];
  private readonly folder = join(tmpdir(), `leasecheck-${randomBytes(8).toString("hex")}`);
  private interrupts = 0;

  private constructor(
    private readonly guard: ChildProcess,
    private readonly straces: boolean,
    private readonly tracing: Tracing | null,
    lacking: readonly string[],
  ) {
    this.lacking = lacking;
    this.tell(`folder ${this.folder}`);
    mkdirSync(this.folder, { mode: 0o700 });
  }

  /**
   * Makes ready to record a command.
   * @throws UsageError `not-linux`, `no-such-command`, `cannot-record` when this system cannot
   */
  static start(command: readonly string[]): Recording {
    if (process.platform !== "linux") throw new UsageError("not-linux", "only Linux has leases to record");
    const [name = ""] = command;
    if (!isCommand(name)) throw new UsageError("no-such-command", `there is no command ${shown(name)}`);
    const noStrace = whyNoStrace();
    const guard = spawn("sh", [guardScript()], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    guard.on("error", () => {});
    guard.stdin?.on("error", () => {});
    const tracing = startTracing((line) => guard.stdin?.write(`${line}\n`));
    const lacking = [
      ...(noStrace === null ? [] : [`system calls: ${noStrace}`]),
      ...(tracing instanceof Tracing ? [] : [`events inside the kernel: ${tracing}`]),
    ];
    if (noStrace !== null && !(tracing instanceof Tracing)) {
      guard.stdin?.end();
      throw new UsageError("cannot-record", `nothing can be recorded: ${lacking.join("; ")}`);
    }
    return new Recording(guard, noStrace === null, tracing instanceof Tracing ? tracing : null, lacking);
  }

  /** Runs the command to its end, on this process's own terminal. @throws Error when it cannot be started */
  async run(command: readonly string[]): Promise<Recorded> {
    const log = join(this.folder, "strace");
    const words = this.straces ? straceOf(log, command) : command;
    const says = this.straces ? "traced" : "child";
    const child = spawn("sh", ["-c", `echo "${says} $$" >&3; exec 3>&-; exec "$@"`, "sh", ...words], {
      stdio: ["inherit", "inherit", "inherit", this.guard.stdin],
    });
    const restore = this.passOn(child);
    const [status, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    restore();
    this.tell("over");
    const trace = join(this.folder, "ftrace");
    this.tracing?.save(trace);
    return {
      strace: this.straces ? log : null,
      ftrace: this.tracing === null ? null : trace,
      ended: signal === null ? `ended with status ${status}` : `was killed by ${signal}`,
      interrupted: this.interrupts > 0,
    };
  }

  /** Removes the logs, and everything else that was made. */
  async dispose(): Promise<void> {
    this.tracing?.remove();
    this.guard.stdin?.end();
    if (this.guard.exitCode === null && this.guard.signalCode === null) await once(this.guard, "exit");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The first interrupt goes to the command, whose end is the end of the recording; the second ends it by force. */
  private passOn(child: ChildProcess): () => void {
    let deadline: NodeJS.Timeout | null = null;
    const interrupted = (signal: NodeJS.Signals): void => {
      this.interrupts++;
      if (this.interrupts > 1) {
        this.tell("end");
        return;
      }
      const { pid = 0 } = child;
      // What was typed at a terminal the command has got as well.
      if (signal !== "SIGINT" || !isInForeground())
        for (const one of this.straces ? childrenOf(pid) : [pid]) send(one, signal);
      if (signal !== "SIGINT") deadline = setTimeout(() => this.tell("end"), GRACE * 1000);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, interrupted);
    return () => {
      for (const signal of signals) process.off(signal, interrupted);
      if (deadline !== null) clearTimeout(deadline);
    };
  }

  private tell(line: string): void {
    this.guard.stdin?.write(`${line}\n`);
  }
}

const guardScript = (): string =>
  join(dirname(createRequire(import.meta.url).resolve("leasecheck/package.json")), "model/kernel/recorder/guard.sh");

/** Tracing in an instance of our own, or in words why not. */
function startTracing(tell: (line: string) => void): Tracing | string {
  const found = tracingInstances();
  if ("why" in found) return found.why;
  try {
    removeStale(found.folder);
    const instance = instanceName(found.folder);
    tell(`instance ${instance}`);
    return new Tracing(instance);
  } catch (error) {
    return `tracing is not permitted: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Whether this process is in the foreground of a terminal: what is typed there goes to the command as well. */
function isInForeground(): boolean {
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return fields[2] === fields[5];
}

/** The children of a process. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
