/**
 * Exhaustive search: breadth first, level by level, so that the first counterexample found is of minimal length. What it
 * reports does not depend on the number of threads, nor on which of them came first.
 */
import type { Machine } from "../machine/machine.js";
import { Exploration } from "./exploration.js";
import type { ExploreOptions } from "./options.js";
import type { ExplorationResult } from "./result.js";

/**
 * Explores every reachable state of a machine, judging all its properties, and yields to the event loop now and then so
 * that progress can be shown and the search stopped. A level once begun is finished unless time, memory or a signal ends
 * it; the search ends early only when every property is decided, at a limit, or at a model error.
 */
export async function explore(machine: Machine, options: ExploreOptions = {}): Promise<ExplorationResult> {
  const search = new Exploration(machine, options);
  try {
    await search.run();
    return await search.result();
  } finally {
    await search.close();
  }
}
