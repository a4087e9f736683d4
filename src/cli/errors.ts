/** Errors as one clear line with a stable code, and the exit status that goes with them. */
import { CommanderError } from "commander";
import { UsageError } from "../machine/errors.js";
import { ModelError, SchemaError } from "../schema/errors.js";

/** Bad usage or input. */
export const BAD_INPUT = 2;
/** Interrupted by Ctrl-C. */
export const INTERRUPTED = 130;

/** What to say about an error, and the exit status; nothing is said when the argument parser printed what was asked for. */
export function explainError(error: unknown): { readonly line: string | null; readonly status: number } {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { line: null, status: 0 };
    if (error.code === "commander.help") return say("name a command (see leasecheck --help)", "missing-command");
    return say(
      error.message.replace(/^error: /, "").replace(/\((Did you mean .*\?)\)/, "$1"),
      kebab(error.code.replace(/^commander\./, "")),
    );
  }
  if (error instanceof UsageError) return say(error.message, error.code);
  if (error instanceof SchemaError) return say(`the model's state makes no sense: ${error.message}`, "bad-schema");
  if (error instanceof ModelError) return { ...say(error.message, "model-error"), status: 1 };
  return say(error instanceof Error ? error.message : String(error), "internal");
}

function say(message: string, code: string): { readonly line: string; readonly status: number } {
  const text = message
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("; ");
  return { line: `leasecheck: ${text} [${code}]`, status: BAD_INPUT };
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
