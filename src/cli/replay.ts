/** `leasecheck replay`: the same behaviour again, step by step, on any machine. */
import type { Command } from "commander";
import { UsageError } from "../machine/errors.js";
import { type Machine, machineOf } from "../machine/machine.js";
import type { Scenario } from "../machine/scenario.js";
import { machineHeader } from "../report/exploration.js";
import { printLasso } from "../report/lasso.js";
import { printTrace } from "../report/trace.js";
import { paragraph, plural } from "../report/words.js";
import { SchemaError } from "../schema/errors.js";
import { print as printState } from "../schema/print.js";
import { readTrace } from "../trace/file.js";
import { compare, type RecordedBehaviour } from "../trace/recorded.js";
import { type Replay, replay } from "../trace/replay.js";
import { decodeToken, looksLikeToken } from "../trace/token.js";
import { readText } from "./files.js";
import { isModulePath } from "./modules.js";
import { addedOptions } from "./options.js";
import { additions, extend, scenarioNamed, scenariosNamed } from "./select.js";
import type { Session } from "./session.js";
import { indented } from "./show.js";

interface ReplayOptions {
  readonly design: readonly string[];
  readonly property: readonly string[];
}

/** Adds `leasecheck replay` to the program. */
export function addReplay(program: Command, session: Session): void {
  addedOptions(program.command("replay"))
    .description("replay a token or a trace file: the same steps, the same bytes, on any machine")
    .argument("<token|file>", "a token (lc1_…), or a trace file")
    .argument("[module]", "the module that exports the model, when it is not built in")
    .action(async (what: string, module: string | undefined, options: ReplayOptions) => {
      process.exitCode = await replayed(session, what, module, options);
    });
}

async function replayed(
  session: Session,
  what: string,
  module: string | undefined,
  options: ReplayOptions,
): Promise<number> {
  for (const name of [...options.design, ...options.property])
    if (!isModulePath(name))
      throw new UsageError("bad-option", `replay knows design and property from the recording; "${name}" is no module`);
  const recorded = looksLikeToken(what) ? decodeToken(what) : readTrace(readText(what));
  const [known] = module === undefined ? [] : await scenariosNamed([module]);
  const scenario = known?.scenario ?? (await builtInScenario(recorded.scenario));
  if (scenario.name !== recorded.scenario)
    throw new UsageError("other-model", `this is a behaviour of ${recorded.scenario}, not of ${scenario.name}`);
  const extended = extend({ scenario, modules: [] }, await additions(options));
  const again = replay(machineFor(extended.scenario, recorded), recorded);
  const comparison = compare(recorded, again);
  print(session, again, comparison !== "identical");
  if (again.misfit !== null) throw changed(misfitWords(again));
  if (again.property !== null && again.outcome === "fits")
    throw changed(`all steps fit, but their end no longer decides ${again.property}`);
  return again.outcome === "violates" ? 1 : 0;
}

async function builtInScenario(name: string): Promise<Scenario> {
  try {
    return await scenarioNamed(name);
  } catch (error) {
    if (error instanceof UsageError)
      throw new UsageError(error.code, `${error.message} (if it is a model of your own, name its module as well)`);
    throw error;
  }
}

function machineFor(scenario: Scenario, recorded: RecordedBehaviour): Machine {
  try {
    return machineOf(scenario, recorded);
  } catch (error) {
    if (error instanceof UsageError || error instanceof SchemaError) throw changed(error.message);
    throw error;
  }
}

function print({ print, paint, width }: Session, again: Replay, note: boolean): void {
  const { machine, property, steps, states, error, outcome, lasso } = again;
  print(`${machineHeader(machine, paint, width)}\n`);
  const [initial] = states;
  if (initial !== undefined) {
    print(`  0. ${paint("bold", "initial state")}`);
    print(indented(printState(machine.shape, initial)));
  }
  if (steps.length > 0) print(printTrace(steps, states.length, paint, lasso?.loop));
  if (lasso !== null) print(printLasso(lasso, steps.length, paint, width));
  if (error !== null) print(paragraph("  Error: ", error.split(/\s+/), width));
  if (note) print("\nThe model has changed since this was recorded.");
  const after = lasso === null ? `after ${plural(steps.length, "step")}` : "by this loop";
  if (outcome === "violates") print(`\n${paint("red", property ?? "")} is violated ${after}.`);
  if (outcome === "reaches") print(`\n${paint("green", property ?? "")} is reached ${after}.`);
  if (outcome === "fits" && property === null) print(`\nA sample of ${plural(steps.length, "step")}; all fit.`);
}

const misfitWords = ({ misfit, property }: Replay): string =>
  misfit === null
    ? ""
    : misfit.at === null
      ? misfit.message
      : `step ${misfit.at + 1} no longer fits: ${misfit.message}${property === null ? "" : ` (recorded for ${property})`}`;

const changed = (why: string): UsageError =>
  new UsageError("changed-model", `the model has changed since this was recorded: ${why}`);
