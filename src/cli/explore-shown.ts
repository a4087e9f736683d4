/** An exhaustive search with its progress on stderr. */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Machine } from "../machine/machine.js";
import { count, duration, plural } from "../report/words.js";
import { explore } from "../search/explore.js";
import type { Progress } from "../search/options.js";
import { livenessOf } from "../temporal/asked.js";
import type { Checked } from "../temporal/result.js";
import type { CheckpointOptions, LimitOptions, LossyChoice } from "./options.js";
import { sourceOf } from "./remake.js";
import type { Session } from "./session.js";

/** Limits as the command line names them. */
export interface ShownOptions extends LimitOptions, CheckpointOptions, LossyChoice {
  readonly quiet?: true;
  /** False: liveness is left out, which needs every state and step in memory. */
  readonly liveness?: boolean;
  /** The machine that liveness is judged on, where that is another: the same at a smaller scope. */
  readonly livenessOn?: Machine | undefined;
  readonly signal?: AbortSignal;
}

/**
 * @param label what the progress line says is being searched
 * @param modules the arguments that name modules which the machine takes
 */
export async function exploreShown(
  session: Session,
  machine: Machine,
  {
    maxStates,
    maxDepth,
    maxTime,
    maxMemory,
    workers,
    symmetry,
    quiet,
    signal,
    liveness: wanted,
    livenessOn,
    ...kept
  }: ShownOptions,
  label = `${machine.scenario.name} · ${machine.design.name}`,
  modules: readonly string[] = [],
): Promise<Checked> {
  const progress = session.progress(quiet === true);
  // States that memory has no room for stay here no longer than the search.
  const disk = maxMemory === undefined ? undefined : mkdtempSync(join(tmpdir(), "leasecheck-"));
  try {
    const result = await explore(machine, {
      maxStates,
      maxDepth,
      maxSeconds: maxTime,
      maxBytes: maxMemory,
      disk,
      checkpoint: kept.checkpoint,
      checkpointSeconds: kept.checkpointEvery,
      resume: kept.resume,
      symmetry,
      lossy: kept.lossy || kept.lossyChecked ? { second: kept.lossyChecked === true } : undefined,
      signal,
      workers: workers ?? availableParallelism(),
      secondsAlone: workers === undefined ? undefined : AT_ONCE,
      source: sourceOf(machine, modules),
      onNotice: (notice) => progress.note(`leasecheck: ${notice}`),
      onProgress: (so) => progress.update(() => `${label}: ${progressWords(so)}`),
    });
    // A model error is all that there is to say, and would only be met again.
    if (wanted === false || livenessOf(machine).length === 0 || result.modelError !== null) return result;
    // Loaded only now: the first state does not wait for it.
    const { livenessShown } = await import("./liveness-shown.js");
    const liveness = await livenessShown(
      result,
      livenessOn,
      { maxStates, maxDepth, maxTime, maxMemory, signal },
      progress,
      label,
    );
    return { ...result, liveness };
  } finally {
    progress.done();
    if (disk !== undefined) rmSync(disk, { recursive: true, force: true });
  }
}

/** Seconds before further threads join a search for which somebody asked for so many. */
const AT_ONCE = 0;
/** How far a search is. What is left is not known: a level may be followed by a larger one. */
function progressWords({ states, transitions, depth, frontier, ofLevel, seconds, bytes, onDisk }: Progress): string {
  return [
    plural(states, "state"),
    `${count(frontier)} waiting`,
    `depth ${depth} (${Math.round(ofLevel * 100)} %)`,
    duration(seconds),
    `${count(transitions / Math.max(seconds, 0.001))} transitions/s`,
    `${count(bytes / 2 ** 20)} MiB${onDisk ? " and disk" : ""}`,
  ].join(", ");
}
