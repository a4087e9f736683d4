/** Recordings by the real program: what this system permits, and whether anything is left behind. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { whyNoStrace } from "../../model/kernel/recorder/strace-program.js";

/** The program, as built. */
export const PROGRAM = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
/** Why nothing can be recorded with strace here; `null` when it can. */
export const noStrace = process.platform === "linux" ? whyNoStrace() : "not on Linux";
/** The reason as the end of a test's name. */
export const said = (why: string | null): string => (why === null ? "" : ` (skipped: ${why})`);

/** Processes with this word on their command line, zombies aside. */
const processesWith = (word: string): string[] =>
  readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word);
    } catch {
      return false;
    }
  });

/** Whether all processes with these words on their command lines end within ten seconds. */
export async function gone(...words: readonly string[]): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (words.every((word) => processesWith(word).length === 0)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
