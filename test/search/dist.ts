/** The search as it is built: helper threads run compiled files only. */
import type { Machine } from "../../src/machine/machine.js";
import type { ExploreOptions } from "../../src/search/options.js";
import type { ExplorationResult } from "../../src/search/result.js";

const library = "../../dist/src/index.js";

/** `explore` of the built library. */
export const { explore } = (await import(/* @vite-ignore */ library)) as {
  explore(machine: Machine, options?: ExploreOptions): Promise<ExplorationResult>;
};

/** What must not depend on the number of threads: everything but the time and the threads themselves. */
export function lasting(result: ExplorationResult): object {
  const { states, transitions, depth, limit, complete, bytes, fired, outcomes, deadlock, modelError } = result;
  return {
    ...{ states, transitions, depth, limit, complete, bytes, fired, deadlock, modelError },
    outcomes: outcomes.map(({ property, exercised, steps }) => ({ property: property.name, exercised, steps })),
  };
}
