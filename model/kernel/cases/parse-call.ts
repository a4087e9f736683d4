/** Calls as strace writes them: `open("f", O_WRONLY|O_NONBLOCK) = -1 EAGAIN`. */
import { nearest } from "../../../src/machine/nearest.js";

/** A call as text, taken apart. */
export interface WrittenCall {
  readonly name: string;
  /** Trimmed; strings without their quotes. */
  readonly arguments: readonly string[];
  /** What stands behind the call: *blocks*, what stands behind `=`, or nothing. */
  readonly result: string | null;
}

const CALL = /^([a-z_]+)\s*\(([^()]*)\)\s*(?:(blocks)|=\s*(\S.*))?$/;

/** Takes a call apart, or says in words what is wrong with it. */
export function parseCall(text: string): WrittenCall | string {
  const match = CALL.exec(text.trim());
  if (match === null) return `not a call such as open("f", O_RDONLY) = a: ${text.trim()}`;
  const [, name = "", list = "", blocks, result] = match;
  const given = list.trim() === "" ? [] : list.split(",").map((argument) => argument.trim());
  return { name, arguments: given.map(unquoted), result: blocks ?? result?.trim() ?? null };
}

const unquoted = (text: string): string => /^"([^"]*)"$/.exec(text)?.[1] ?? text;

/** What an open does besides reading or writing. */
export interface OpenFlags {
  readonly access: "read" | "write" | "read-write" | "path";
  readonly truncating: boolean;
  readonly blocking: boolean;
}

const ACCESS = { O_RDONLY: "read", O_WRONLY: "write", O_RDWR: "read-write", O_PATH: "path" } as const;

/** Reads `O_RDONLY|O_NONBLOCK`, or says in words what is wrong with it. */
export function parseFlags(text: string): OpenFlags | string {
  const flags = text.split("|").map((flag) => flag.trim());
  const known = [...Object.keys(ACCESS), "O_NONBLOCK", "O_TRUNC"];
  const unknown = flags.find((flag) => !known.includes(flag));
  if (unknown !== undefined) return `the flag ${unknown} means nothing here${nearest(unknown, known)}`;
  const modes = Object.entries(ACCESS).filter(([flag]) => flags.includes(flag));
  const [mode] = modes;
  if (mode === undefined || modes.length > 1) return `an open has one of ${Object.keys(ACCESS).join(", ")}`;
  const [, access] = mode;
  const truncating = flags.includes("O_TRUNC");
  const blocking = !flags.includes("O_NONBLOCK");
  if (truncating && access !== "read")
    return "O_TRUNC makes a difference with O_RDONLY only: an open for writing breaks leases as a writer anyway";
  if (access === "path" && !blocking) return "an open with O_PATH breaks nothing, and never blocks";
  return { access, truncating, blocking };
}

/** What a call returned, in words: alternatives between *or*. */
export function parseResults(text: string): readonly string[] {
  return text.split(/\s+or\s+/).map((one) => one.trim());
}
