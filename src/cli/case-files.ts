/** Which files `leasecheck case` is given: files as they are, and the case files in folders. */
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Case } from "../../model/kernel/cases/case.js";
import { readCases } from "../../model/kernel/cases/read-case.js";
import { shown } from "../../model/kernel/log-error.js";
import { UsageError } from "../machine/errors.js";
import { readText } from "./files.js";

/** Of case files in folders. */
const ENDINGS = [".yaml", ".yml"];

/** The cases of all files, in order, and what is wrong with files, a line each. @throws UsageError `unreadable` */
export function casesIn(paths: readonly string[]): { readonly cases: Case[]; readonly problems: string[] } {
  const cases: Case[] = [];
  const problems: string[] = [];
  for (const path of paths.flatMap(filesAt)) {
    const read = readCases(shown(path), readText(path));
    cases.push(...read.cases);
    for (const { line, column, problem } of read.problems)
      problems.push(`${shown(path)}:${line}:${column}: ${shown(problem, 400)}`);
  }
  return { cases, problems };
}

function filesAt(path: string): string[] {
  const there = statSync(resolve(path), { throwIfNoEntry: false });
  if (there === undefined || there.isFile()) return [path];
  if (!there.isDirectory()) throw new UsageError("unreadable", `cannot read ${shown(path)}: it is no file`);
  return readdirSync(resolve(path), { recursive: true, encoding: "utf8" })
    .filter((name) => ENDINGS.some((ending) => name.endsWith(ending)))
    .sort()
    .map((name) => join(path, name));
}
