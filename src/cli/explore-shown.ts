/** An exhaustive search with its progress on stderr. */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Machine } from "../machine/machine.js";
import { count, duration, plural } from "../report/words.js";
import { explore } from "../search/explore.js";
import type { Progress } from "../search/options.js";
import type { ExplorationResult } from "../search/result.js";
import type { CheckpointOptions, LimitOptions, LossyChoice } from "./options.js";
import { sourceOf } from "./remake.js";
import type { Session } from "./session.js";

/** Limits as the command line names them. */
export interface ShownOptions extends LimitOptions, CheckpointOptions, LossyChoice {
  readonly quiet?: true;
  readonly signal?: AbortSignal;
}

/**
 * @param label what the progress line says is being searched
 * @param modules the arguments that name modules which the machine takes
 */
export async function exploreShown(
  session: Session,
  machine: Machine,
  { maxStates, maxDepth, maxTime, maxMemory, workers, symmetry, quiet, signal, ...kept }: ShownOptions,
  label = `${machine.scenario.name} · ${machine.design.name}`,
  modules: readonly string[] = [],
): Promise<ExplorationResult> {
  const progress = session.progress(quiet === true);
  // States that memory has no room for stay here no longer than the search.
  const disk = maxMemory === undefined ? undefined : mkdtempSync(join(tmpdir(), "leasecheck-"));
  try {
    return await explore(machine, {
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
      source: sourceOf(machine, modules),
      onNotice: (notice) => progress.note(`leasecheck: ${notice}`),
      onProgress: (so) => progress.update(() => `${label}: ${progressWords(so)}`),
    });
  } finally {
    progress.done();
    if (disk !== undefined) rmSync(disk, { recursive: true, force: true });
  }
}

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
