/** Writing files whole or not at all. */
import { randomBytes } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../machine/errors.js";

/**
 * Writes a text to a file so that the file is either the old one or the new one, also when the machine is switched off
 * meanwhile: beside it under another name first, then put in its place. What is no plain file (a pipe, a terminal) is
 * written to as it is.
 * @throws UsageError `unwritable` in one line; nothing is left behind
 */
export function writeFileAtomically(path: string, text: string): void {
  try {
    const there = statOf(path);
    if (there === null) replace(path, text, null);
    else if (there.isFile() || there.isDirectory()) {
      accessSync(path, constants.W_OK);
      if (there.isDirectory()) throw Object.assign(new Error("it is a directory"), { code: "EISDIR" });
      // A link is left as it is, and what it points to is replaced.
      replace(realpathSync(path), text, there.mode & 0o7777);
    } else writeFileSync(path, text);
  } catch (error) {
    throw new UsageError("unwritable", `cannot write ${path}: ${reason(error)}`);
  }
}

function replace(path: string, text: string, mode: number | null): void {
  const beside = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString("hex")}.tmp`);
  const file = openSync(beside, "wx");
  try {
    try {
      if (mode !== null) fchmodSync(file, mode);
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    unlinkSync(beside);
    throw error;
  }
}

function statOf(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "the disk quota is used up",
  EISDIR: "it is a directory",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "no such folder",
  ENOSPC: "no space left on the device",
  ENOTDIR: "a part of the path is no folder",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
};

/** Why the operating system refused, in words. */
export function reason(error: unknown): string {
  const { code } = error as { readonly code?: string };
  return REASONS[code ?? ""] ?? (error instanceof Error ? error.message : String(error));
}
