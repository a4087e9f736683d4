/** The strace of this system: whether there is one that may work, and how it is called. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { shown } from "../log-error.js";
import { FOLLOWED } from "../strace-calls.js";

/** Ways to open files that the reader does not follow: they are recorded to be counted. */
const COUNTED = ["io_uring_setup", "open_by_handle_at"];

/** Why nothing can be recorded with strace, in words; `null` when it can. */
export function whyNoStrace(): string | null {
  const tried = spawnSync("strace", ["-f", "-o", "/dev/null", "true"], {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    timeout: 10_000,
  });
  if (tried.error !== undefined) {
    const { code } = tried.error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "strace is not installed" : `strace cannot run: ${tried.error.message}`;
  }
  if (tried.status === 0) return null;
  const last = tried.stderr.trim().split("\n").at(-1) ?? "";
  return `strace may not trace here: ${shown(last.replace(/^strace: /, ""), 120)}`;
}

/** The words that run a command under strace and write everything that the reader follows to a file. */
export const straceOf = (log: string, command: readonly string[]): string[] => [
  ...["strace", "-f", "-ttt", "-T", "-y", "-o", log],
  // A question mark: a name that this kernel's architecture does not have is no error.
  ...["-e", `trace=${[...FOLLOWED, ...COUNTED].map((name) => `?${name}`).join(",")}`],
  ...["-e", "signal=all", "--", ...command],
];

/** Whether a command can be found, as the shell finds it. */
export function isCommand(name: string): boolean {
  const folders = name.includes("/") ? [""] : (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  });
}
