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
const scopeKeys = { "lease-break": "tasks", "two-phase-commit": "managers", "lease-core": null } as const;

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
        ...chosen(subject),
        ...options,
        "--quiet",
        "--json",
        report,
      ]);
      // The model of Linux has violations to report; the twins have none.
      if (result.status !== 0 && !(subject.model === "lease-core" && result.status === 1))
        throw new Error(`leasecheck check ${subject.name} ended with ${result.status}: ${result.stderr}`);
      return { ...result, ...readReport(readFileSync(report, "utf8")) };
    },
  };
}

function chosen({ model, size }: Subject): string[] {
  const key = scopeKeys[model];
  return key === null ? [model] : [join(models, `${model}.js`), "--scope", `${key}=${size}`];
}

function readReport(text: string): { states: number; transitions: number; seconds: number } {
  const { explorations } = JSON.parse(text) as {
    explorations: { states: number; transitions: number; seconds: number; complete: boolean }[];
  };
  const [exploration] = explorations;
  if (explorations.length !== 1 || !exploration.complete) throw new Error("leasecheck did not search everything, once");
  return exploration;
}
