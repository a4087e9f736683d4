/** A search for what must happen in the end, with its progress on stderr. */
import type { Machine } from "../machine/machine.js";
import type { ProgressLine } from "../report/progress.js";
import { count, duration, plural } from "../report/words.js";
import type { ExplorationResult } from "../search/result.js";
import { checkLiveness, unsearched } from "../temporal/check.js";
import { Components } from "../temporal/components.js";
import type { LivenessResult } from "../temporal/result.js";

type Limits = { readonly [Key in "maxStates" | "maxDepth" | "maxTime" | "maxMemory"]: number | undefined } & {
  readonly signal: AbortSignal | undefined;
};

/** Memory (in MiB) that is worth a line beforehand. */
const WORTH_SAYING = 64;
/** Without a limit of one's own, liveness of more states is not searched: one thread, and all in memory. */
const MOST_STATES = 2 ** 23;

/**
 * Judges the liveness of what a search for safety has been through.
 * @param elsewhere the machine that liveness is judged on, where that is another: the same at a smaller scope
 * @param label what the progress line says is being searched
 */
export async function livenessShown(
  safety: ExplorationResult,
  elsewhere: Machine | undefined,
  { maxStates, maxDepth, maxTime, maxMemory, signal }: Limits,
  progress: ProgressLine,
  label: string,
): Promise<LivenessResult> {
  const { machine, states, symmetry, complete } = safety;
  if (elsewhere === undefined && maxStates === undefined && states > MOST_STATES) return unsearched(machine);
  const needed = elsewhere === undefined && symmetry === null && complete ? mebibytes(safety) : 0;
  if (needed >= WORTH_SAYING)
    progress.note(`leasecheck: liveness needs every step in memory: about ${count(needed)} MiB`);
  return checkLiveness(elsewhere ?? machine, {
    maxStates: maxStates ?? MOST_STATES,
    maxDepth,
    maxSeconds: maxTime,
    maxBytes: maxMemory,
    signal,
    onProgress: (states, seconds) =>
      progress.update(() => `${label}, liveness: ${plural(states, "state")}, ${duration(seconds)}`),
  });
}

/** What the graph of so many states and steps will take, and the search of a formula with two automaton states. */
const mebibytes = ({ states, transitions, machine }: ExplorationResult): number =>
  Math.ceil((states * (4 * machine.layout.words + 12 + 2 * Components.BYTES) + transitions * 12) / 2 ** 20);
