/** Recordings made on the spot: a program that leases files in short scenes, and the real strace. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { whyNoStrace } from "../../../model/kernel/recorder/strace-program.js";

/** The scenes of the program, each with whether its log can be judged. */
export const SCENES = [
  "release",
  "downgrade",
  "outlives",
  "threads",
  "killed",
  "restarts",
  "many",
  "replaced",
] as const;

/** The compiled program, in a folder of its own. */
export interface Program {
  readonly path: string;
  readonly folder: string;
}

/** Compiles the program; in words why that is not possible here. */
export function program(): Program | string {
  const why = process.platform === "linux" ? whyNoStrace() : "not on Linux";
  if (why !== null) return why;
  const folder = mkdtempSync(join(tmpdir(), "leasecheck-test-"));
  const path = join(folder, "leases");
  const source = fileURLToPath(new URL("../../fixtures/programs/leases.c", import.meta.url));
  try {
    execFileSync("cc", ["-O1", "-w", "-pthread", "-o", path, source], { stdio: "pipe" });
    return { path, folder };
  } catch (error) {
    rmSync(folder, { recursive: true });
    return `no C compiler: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`;
  }
}

/** What strace wrote of a scene. @param terminal as it writes on the terminal, rather than to a file */
export function straced(
  { path, folder }: Program,
  scene: string,
  options: readonly string[],
  terminal = false,
): string {
  const log = join(folder, `${scene}.log`);
  const calls = "trace=execve,openat,close,fcntl,dup,clone,clone3,vfork,exit_group,pause,read,wait4";
  const { stderr, error } = spawnSync(
    "strace",
    [...options, "-e", calls, ...(terminal ? [] : ["-o", log]), path, scene, join(folder, scene)],
    { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"], timeout: 30_000 },
  );
  if (error !== undefined) throw error;
  return terminal ? stderr : readFileSync(log, "utf8");
}
