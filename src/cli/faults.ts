/** `leasecheck faults`: what catches each seeded fault, by exhaustive and by random search. */
import type { Command } from "commander";
import type { MachineChoice } from "../machine/machine.js";
import type { Scenario } from "../machine/scenario.js";
import { completeScope, scopeChanges } from "../machine/scope.js";
import { sampleRandom } from "../random/sample.js";
import type { SampleResult } from "../random/sample-result.js";
import { faultTable } from "../report/fault-table.js";
import { paragraph, plural, scopeWords } from "../report/words.js";
import { INTERRUPTED } from "./errors.js";
import { exploreShown } from "./explore-shown.js";
import { type FaultJudgement, judgeFault } from "./fault-search.js";
import { type LimitOptions, limitOptions, seconds, wholeNumber } from "./options.js";
import { scenariosNamed } from "./select.js";
import type { Session } from "./session.js";

interface FaultOptions extends LimitOptions {
  readonly seed: string;
  readonly walks?: number;
  readonly walkTime: number;
  readonly steps: number;
  readonly quiet?: true;
}

/** Adds the command. */
export function addFaults(program: Command, session: Session): void {
  limitOptions(program.command("faults"))
    .description("what catches each seeded fault, alone: properties, shortest traces, random walks needed")
    .argument("[scenario...]", "scenarios, or ./module.js")
    .option("--seed <seed>", "the seed of the random search", "1")
    .option("--walks <n>", "random walks at most for each fault", wholeNumber("--walks", 1))
    .option("--walk-time <seconds>", "seconds of random search at most for each fault", seconds, 600)
    .option("--steps <n>", "steps a walk at most", wholeNumber("--steps", 1), 100)
    .option("--quiet", "show no progress")
    .action(async (names: string[], options: FaultOptions) => {
      process.exitCode = await faults(session, names, options);
    });
}

async function faults(session: Session, names: readonly string[], options: FaultOptions): Promise<number> {
  const signal = session.interruptible();
  const judged: FaultJudgement[] = [];
  const scenarios = await scenariosNamed(names);
  for (const { scenario, modules } of scenarios)
    for (const fault of scenario.faults) {
      const judgement = await judgeFault(scenario, fault, {
        explore: async (machine) =>
          signal.aborted
            ? null
            : exploreShown(session, machine, { ...options, signal }, `${scenario.name} · ${fault.name}`, modules),
        sample: async (model, choice) => (signal.aborted ? null : firstSighting(model, choice, options, signal)),
      });
      if (judgement === null || signal.aborted) {
        session.print(faultTable(judged, options.seed));
        session.print("Interrupted: the table is not complete.");
        return INTERRUPTED;
      }
      judged.push(judgement);
    }
  session.print(faultTable(judged, options.seed));
  for (const { scenario } of scenarios) session.print(randomScope(scenario, session.width));
  const missed = judged.filter(({ caught, walk }) => caught.length === 0 || walk === null);
  if (missed.length === 0) {
    session.print(`All ${plural(judged.length, "fault")} are caught by both searches.`);
    return 0;
  }
  session.print(`Not caught by both searches: ${missed.map(({ fault }) => fault.name).join(", ")}.`);
  return 1;
}

/** Where the walks went, in what differs from the default scope. */
function randomScope(scenario: Scenario, width: number): string {
  const usual = Object.hasOwn(scenario.scopes, "random") ? "random" : "default";
  const changes = scopeWords(scopeChanges(scenario, completeScope(scenario, usual)));
  return paragraph(`Random scope of ${scenario.name}: `, changes.length === 0 ? ["the default one"] : changes, width);
}

/**
 * A random search that ends at the first thing it finds. Lassos take the longest to look for: only where nothing else
 * can be found.
 */
async function firstSighting(
  model: Scenario,
  choice: MachineChoice,
  { seed, walks, steps, walkTime }: FaultOptions,
  signal: AbortSignal,
): Promise<SampleResult> {
  const enough = new AbortController();
  return sampleRandom(model, choice, {
    liveness: model.properties.every(({ kind }) => kind === "liveness"),
    seed,
    walks,
    steps,
    maxSeconds: walkTime,
    signal: AbortSignal.any([signal, enough.signal]),
    onProgress: ({ found }) => {
      if (found > 0) enough.abort();
    },
  });
}
