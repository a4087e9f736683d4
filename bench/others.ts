/** What one would write or find first: a naive search, and checkers from the registry. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Contestant } from "./contestant.js";
import { inRepository } from "./root.js";
import type { Subject } from "./subjects.js";
import { watch } from "./watched.js";

const peers = inRepository("bench/peers/");

/** Why the checkers from the registry cannot be measured here, or `null`. */
export const peersMissing = (): string | null =>
  existsSync(`${peers}node_modules/xstate`) ? null : "not installed: npm ci --prefix bench/peers";

/** A program that takes the number of tasks and prints what it found as JSON. */
function program(name: string, file: string, subject: Subject): Contestant {
  return {
    name,
    checker: "other",
    subject,
    full: true,
    run: async () => {
      const result = await watch(process.execPath, ["--max-old-space-size=8192", file, String(subject.size)]);
      if (result.status !== 0) throw new Error(`${name} ended with ${result.status}: ${result.stderr}`);
      const found = JSON.parse(result.stdout) as { states: number; transitions: number | null; seconds: number };
      return { ...result, ...found };
    },
  };
}

/** immer, JSON keys, a Set. */
export const naive = (subject: Subject): Contestant =>
  program("immer, JSON key, Set", fileURLToPath(new URL("naive.js", import.meta.url)), subject);
/** XState's graph package. */
export const xstate = (subject: Subject): Contestant => program("XState getAdjacencyMap", `${peers}xstate.js`, subject);
/** The TLA+ checker in WebAssembly. */
export const tlaChecker = (subject: Subject): Contestant =>
  program("tla-checker (WebAssembly)", `${peers}tla-checker.js`, subject);
