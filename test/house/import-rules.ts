/** The import rules of the house: which folder may know of which, and where each package belongs. */
import { posix } from "node:path";
import { cyclesOf } from "./cycles.js";
import type { Sources } from "./sources.js";

const MEANING = ["src/schema", "src/machine"];
/** Every folder of the checker but the command line. */
const CHECKER = [
  ...MEANING,
  "src/semantics",
  "src/search",
  "src/trace",
  "src/random",
  "src/temporal",
  "src/conformance",
  "src/report",
];

/** What the files of a folder may import beside each other. A folder that is not named here may not exist. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "src/schema": [],
  "src/machine": ["src/schema"],
  "src/semantics": MEANING,
  "src/search": MEANING,
  // Judges behaviours without end as well.
  "src/trace": [...MEANING, "src/semantics", "src/search", "src/temporal"],
  "src/random": [...MEANING, "src/search", "src/temporal", "src/trace"],
  "src/temporal": [...MEANING, "src/search"],
  "src/conformance": [...MEANING, "src/semantics", "src/search", "src/trace"],
  "src/report": [...MEANING, "src/search", "src/temporal", "src/random", "src/trace", "src/conformance"],
  // The entry of the library.
  src: CHECKER,
  model: MEANING,
  "model/kernel": [...MEANING, "model", "src/conformance"],
  properties: [...MEANING, "model"],
  "src/cli": [...CHECKER, "src", "model", "model/kernel", "properties"],
};

/** The folders that may import a package. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  immer: ["src/semantics"],
  seedrandom: ["src/random"],
  "fast-check": ["src/random"],
  commander: ["src/cli"],
  yaml: ["model/kernel"],
  "cli-table3": ["src/cli", "src/report"],
  "log-update": ["src/cli", "src/report"],
};

/**
 * What breaks the rules, one line each.
 * @param sources the files of `src/`, `model/` and `properties/`
 * @param dependencies the names of the packages in `package.json`
 */
export function importViolations(sources: Sources, dependencies: readonly string[]): string[] {
  const broken: string[] = [];
  const files = new Map<string, string[]>();
  const folders = new Map<string, string[]>();
  for (const [path, text] of sources) {
    const from = folderOf(path);
    const allowed = ALLOWED[from];
    if (allowed === undefined) {
      broken.push(`${path}: no rule says what ${from}/ may import`);
      continue;
    }
    files.set(path, []);
    for (const specifier of specifiersOf(text)) {
      if (specifier.startsWith(".")) {
        const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts");
        const to = folderOf(target);
        if (to !== from && !allowed.includes(to))
          broken.push(`${path}: imports ${target}, and ${from}/ may not know of ${to}/`);
        if (!sources.has(target) && to in ALLOWED) broken.push(`${path}: imports ${target}, which does not exist`);
        files.get(path)?.push(target);
        if (to !== from) folders.set(from, [...(folders.get(from) ?? []), to]);
      } else broken.push(...packageViolations(path, from, specifier, dependencies));
    }
  }
  for (const cycle of [...cyclesOf(folders), ...cyclesOf(files)]) broken.push(`cycle: ${cycle.join(" → ")}`);
  return broken;
}

function packageViolations(path: string, from: string, specifier: string, dependencies: readonly string[]): string[] {
  if (specifier.startsWith("node:")) return [];
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (!dependencies.includes(name)) return [`${path}: imports ${name}, which package.json does not name`];
  const homes = PACKAGES[name];
  if (homes === undefined) return [`${path}: imports ${name}, and no rule says where that belongs`];
  return homes.includes(from) ? [] : [`${path}: imports ${name}, which belongs in ${homes.join(", ")}`];
}

/** The folder whose rule a file follows. Folders inside `model/`, but for `model/kernel/`, follow that of `model/`. */
export function folderOf(path: string): string {
  const parts = path.split("/").slice(0, -1);
  const [top, second] = parts;
  if (top === "model") return second === "kernel" ? "model/kernel" : "model";
  if (top === "src") return parts.slice(0, 2).join("/");
  return top ?? ".";
}

/** Everything that a file imports or re-exports, types and dynamic imports included. */
export function specifiersOf(text: string): string[] {
  const code = withoutComments(text);
  const patterns = [
    /\b(?:import|export)\b[^;"'`()]*?\bfrom\s*["']([^"']+)["']/g,
    /\bimport\s*["']([^"']+)["']/g,
    /\bimport\s*\(\s*["'`]([^"'`]+)["'`]/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map(([, specifier]) => specifier as string));
}

/** Strings are matched first, so that a `//` within one is no comment. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, quoted: string | undefined) => quoted ?? " ",
  );
}
