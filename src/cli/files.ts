/** Files that a command reads, and those that it will write at its end, which are probed before the work begins. */
import { accessSync, closeSync, constants, openSync, readFileSync, realpathSync, statSync, unlinkSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../machine/errors.js";
import { reason } from "../report/write-file.js";

/** The absolute path. @throws UsageError `unwritable` when a file cannot be written there */
export function writablePath(option: string, path: string): string {
  if (path === "") throw new UsageError("unwritable", `${option} takes the name of a file, not ""`);
  const file = resolve(path);
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory()) throw Object.assign(new Error("it is a directory"), { code: "EISDIR" });
    if (there !== undefined) accessSync(file, constants.W_OK);
    // Files are put in place by renaming, so what counts is whether one can be made beside them.
    if (there === undefined || there.isFile()) probe(there === undefined ? file : realpathSync(file));
    return file;
  } catch (error) {
    throw new UsageError("unwritable", `${option} cannot write ${path}: ${reason(error)}`);
  }
}

/** The absolute paths that a command writes to at its end. @throws UsageError when one cannot be, or both are one file */
export function outputPaths(options: { readonly json?: string; readonly trace?: string }): {
  readonly json: string | null;
  readonly trace: string | null;
} {
  const json = options.json === undefined ? null : writablePath("--json", options.json);
  const trace = options.trace === undefined ? null : writablePath("--trace", options.trace);
  if (json !== null && json === trace)
    throw new UsageError("bad-option", `--json and --trace cannot both write ${options.json}`);
  return { json, trace };
}

/** The text of a file. @throws UsageError `unreadable` */
export function readText(path: string): string {
  try {
    return readFileSync(resolve(path), "utf8");
  } catch (error) {
    throw new UsageError("unreadable", `cannot read ${path}: ${reason(error)}`);
  }
}

function probe(file: string): void {
  const beside = join(dirname(file), `.${basename(file).slice(0, 200)}.${process.pid}.probe`);
  closeSync(openSync(beside, "wx"));
  unlinkSync(beside);
}
