/**
 * What the program can begin with before it has even loaded itself: helper threads, which take as long to load as it
 * does. A guess from the words of the command line; wrong guesses cost a thread that has nothing to do.
 */
import { availableParallelism } from "node:os";
import type { MachineSource } from "../search/machine-source.js";
import { standBy } from "../search/standby.js";

/** How many helpers these words seem to ask for: at most as many as can run at once. */
export function helpersNamed(words: readonly string[]): number {
  if (words[0] !== "check") return 0;
  const values = words.map((word, n) => (word === "--workers" ? words[n + 1] : /^--workers=(.*)$/.exec(word)?.[1]));
  const workers = Number(values.findLast((value) => value !== undefined) ?? 1);
  return Number.isInteger(workers) ? Math.max(0, Math.min(workers, availableParallelism()) - 1) : 0;
}

/** Has the helpers that these words ask for load what makes machines. */
export function beginEarly(words: readonly string[]): void {
  const making: MachineSource = { module: new URL("./remake.js", import.meta.url).href, make: "loaded" };
  const helpers = helpersNamed(words);
  if (helpers > 0) standBy(helpers, making);
}
