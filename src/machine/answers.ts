/** What model code may answer with, and errors told so that they name the code at fault. */
import { ModelError } from "../schema/errors.js";

/**
 * Runs model code.
 * @param what the code, e.g. `guard of "start break (breaker=1)"`
 * @throws ModelError that names the code, whatever the code throws; the cause is what it threw.
 */
export function blaming<T>(what: string | (() => string), run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new ModelError(`${typeof what === "string" ? what : what()}: ${messageOf(error)}`, { cause: error });
  }
}

/** @throws ModelError when a guard or property answers with anything but true or false. */
export function truth(value: unknown): boolean {
  if (typeof value !== "boolean") throw new ModelError(`returned ${String(value)} instead of true or false`);
  return value;
}

/** @throws ModelError when an effect is asynchronous: it would go on after its step. */
export function noPromise(value: unknown): void {
  if (typeof value !== "object" || value === null || !("then" in value) || typeof value.then !== "function") return;
  // What becomes of it is of no interest, and must not end the process.
  Promise.resolve(value).catch(() => {});
  throw new ModelError("returned a promise; an effect is one synchronous step");
}

/** What is wrong with model code that an engine found to have written where it may only read. */
export const WROTE = "a guard or a property wrote to the state that it was asked about";

/** What an error says; model code may throw anything. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : `threw ${String(error)}`;
