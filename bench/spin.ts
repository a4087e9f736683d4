/** Spin on the Promela twins: generates and compiles a verifier for each mode, and reads what it prints. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Contestant, Measurement } from "./contestant.js";
import { inRepository } from "./root.js";
import type { Subject } from "./subjects.js";
import { watch } from "./watched.js";

/** A Promela twin; `tuned` ones say the same in a way that suits Spin better. */
export interface Twin {
  readonly file: string;
  readonly model: Subject["model"];
  /** The macro that says how many tasks or managers there are. */
  readonly size: string;
}

/** The twins in `bench/spin`. */
export const twins: readonly Twin[] = [
  { file: "lease-break.pml", model: "lease-break", size: "TASKS" },
  { file: "lease-break-masks.pml", model: "lease-break", size: "TASKS" },
  { file: "two-phase-commit.pml", model: "two-phase-commit", size: "MANAGERS" },
];

/** A way to search. */
export interface Mode {
  readonly name: string;
  readonly compile: readonly string[];
  /** Whether states are kept in full; false: as fingerprints, so that states can be missed. */
  readonly exact: boolean;
  readonly run: (states: number) => readonly string[];
}

/**
 * The modes, each with the options that were the fastest of those tried (docs/performance.md). Without compression
 * (`NOCOMP`) Spin stores each state as it is, and hashes it better. `BFS_PAR` stores hashes ("Hash-Compact 4" in its
 * output) unless it is compiled with `NO_HC`.
 */
export const modes: readonly Mode[] = [
  { name: "DFS", exact: true, compile: ["-DNOCOMP"], run: (states) => [`-m${states}`] },
  { name: "BFS", exact: true, compile: ["-DBFS", "-DNOCOMP"], run: () => [] },
  { name: "BFS_PAR, 2 cores, hash-compact", exact: false, compile: ["-DBFS_PAR"], run: () => ["-u2"] },
  { name: "BFS_PAR, 2 cores, exact", exact: true, compile: ["-DBFS_PAR", "-DNO_HC"], run: () => ["-u2"] },
];

/** Options that all modes are compiled with. */
export const compileOptions = ["-O3", "-w", "-DSAFETY", "-DNOREDUCE", "-DNOBOUNDCHECK"] as const;

const sources = inRepository("bench/spin/");

/** Why Spin cannot be measured here, or `null`. */
export function spinMissing(): string | null {
  for (const [program, option] of [
    ["spin", "-V"],
    ["gcc", "--version"],
  ] as const) {
    try {
      execFileSync(program, [option], { stdio: "ignore" });
    } catch {
      return `${program} is not installed`;
    }
  }
  return null;
}

/** A twin in one mode at the size of a subject. Verifiers are compiled in a folder below `work` when first needed. */
export function spin(twin: Twin, mode: Mode, subject: Subject, work: string): Contestant {
  const folder = join(work, `${twin.file}-${mode.name}-${subject.size}`.replace(/\W+/g, "-"));
  let built = false;
  return {
    name: `Spin ${mode.name}${twin.file.includes("masks") ? ", bit masks" : ""}`,
    checker: "Spin",
    subject,
    full: true,
    exact: mode.exact,
    run: async () => {
      if (!built) build(twin, mode, subject, folder);
      built = true;
      // No behaviour is deeper than there are states.
      const states = subject.expected?.states ?? 2 ** 24;
      const result = await watch(join(folder, "pan"), [...mode.run(states), `-w${hashBits(states)}`], folder);
      rmSync(join(folder, "pan.tmp"), { force: true });
      return { ...result, ...readPan(result.stdout) };
    },
  };
}

function build({ file, size }: Twin, { compile }: Mode, subject: Subject, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const quiet = { cwd: folder, stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"] };
  execFileSync("spin", [`-D${size}=${subject.size}`, "-a", join(sources, file)], quiet);
  execFileSync("gcc", [...compileOptions, ...compile, "-o", "pan", "pan.c", "-lpthread"], quiet);
}

/** A hash table with two to four slots a state, given as a power of two. */
const hashBits = (states: number): number => Math.max(18, Math.ceil(Math.log2(2 * states)));

/**
 * Reads what a verifier prints. @throws Error when it found an error, did not search everything, or counts are missing
 */
export function readPan(output: string): Pick<Measurement, "states" | "transitions" | "seconds"> {
  const number = (pattern: RegExp): number => {
    const found = pattern.exec(output)?.[1];
    if (found === undefined) throw new Error(`Spin did not print ${pattern.source}:\n${output}`);
    return Number(found);
  };
  const trouble = /.*(?:error: |max search depth too small|out of memory|Search not completed|too small).*/i.exec(
    output,
  );
  if (trouble !== null) throw new Error(`Spin: ${trouble[0].trim()}`);
  const errors = number(/errors: (\d+)/);
  if (errors > 0) throw new Error(`Spin found ${errors} errors:\n${output}`);
  const states = number(/(\d+) states, stored/);
  return {
    states,
    // The sum is printed in six digits when it is long, and counts the initial state.
    transitions: states + number(/([\d.e+]+) states, matched/) - 1,
    seconds: number(/elapsed time ([\d.e+]+) seconds/),
  };
}
