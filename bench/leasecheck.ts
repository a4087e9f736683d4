/** This project's own searches, run as a person would run them: the program, as a process. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contestant } from "./contestant.js";
import type { Subject } from "./subjects.js";
import { watch } from "./watched.js";

/** Options of `leasecheck check` that change how it searches. */
export type Switch = "--workers" | "--no-symmetry" | "--no-reduction";

const main = fileURLToPath(new URL("../src/cli/main.js", import.meta.url));
const models = fileURLToPath(new URL("../test/models/", import.meta.url));
const argumentsOf = {
  "lease-break": (size: number) => [join(models, "lease-break.js"), "--scope", `tasks=${size}`],
  "two-phase-commit": (size: number) => [join(models, "two-phase-commit.js"), "--scope", `managers=${size}`],
  "lease-core": () => ["lease-core", "--no-liveness"],
  delegations: () => ["delegations", "--scope", "quick"],
} as const;

/** The names of a search for what must never happen, and of one for what must happen in the end. */
export const SAFETY = "safety, 2 workers";
export const LIVENESS = "liveness, 1 worker";

/** Which switches this build of leasecheck has. */
export function switches(): ReadonlySet<Switch> {
  const help = execFileSync(process.execPath, [main, "check", "--help"], { encoding: "utf8" });
  const all: readonly Switch[] = ["--workers", "--no-symmetry", "--no-reduction"];
  return new Set(all.filter((option) => help.includes(option)));
}

/** A search with given switches; reports are written below `work`. */
export function leasecheck(name: string, subject: Subject, options: readonly string[], work: string): Contestant {
  return {
    name: `leasecheck ${name}`,
    checker: "leasecheck",
    subject,
    full: options.includes("--no-symmetry") || !name.includes("symmetry"),
    run: async () => {
      mkdirSync(work, { recursive: true });
      const report = join(work, "leasecheck.json");
      const result = await watch(process.execPath, [
        main,
        "check",
        ...argumentsOf[subject.model](subject.size),
        ...options,
        "--quiet",
        "--json",
        report,
      ]);
      // The model of Linux has violations to report; the twins have none.
      if (result.status !== 0 && !(subject.size === 0 && result.status === 1))
        throw new Error(`leasecheck check ${subject.name} ended with ${result.status}: ${result.stderr}`);
      return { ...result, ...readReport(readFileSync(report, "utf8"), name === LIVENESS) };
    },
  };
}

interface Searched {
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly complete: boolean;
}

function readReport(text: string, ofLiveness: boolean): Searched {
  const { explorations } = JSON.parse(text) as { explorations: (Searched & { liveness?: Searched })[] };
  const [exploration] = explorations;
  const searched = ofLiveness ? exploration?.liveness : exploration;
  if (explorations.length !== 1 || searched?.complete !== true)
    throw new Error("leasecheck did not search everything, once");
  return searched;
}
