/** `leasecheck show`: a sample behaviour of a scenario, or the shortest that reaches what one names. */
import type { Command } from "commander";
import type { Step } from "../machine/action.js";
import type { Machine } from "../machine/machine.js";
import { NO_DEADLOCK } from "../machine/verdict.js";
import { machineHeader, summaryLine } from "../report/exploration.js";
import { exitStatus, verdictWords } from "../report/row.js";
import { printTrace } from "../report/trace.js";
import { verdictsOf } from "../report/verdicts.js";
import { plural } from "../report/words.js";
import { print as printState } from "../schema/print.js";
import type { Value } from "../schema/value.js";
import { behaviourOf } from "../trace/behaviour.js";
import { replay } from "../trace/replay.js";
import { encodeToken } from "../trace/token.js";
import { INTERRUPTED } from "./errors.js";
import { exploreShown } from "./explore-shown.js";
import { reproduceLine } from "./finding.js";
import { type ChoiceOptions, choiceOptions, type LimitOptions, limitOptions, wholeNumber } from "./options.js";
import { sampleBehaviour } from "./sample-behaviour.js";
import { type Selected, selectMachines } from "./select.js";
import type { Session } from "./session.js";

interface ShowOptions extends ChoiceOptions, LimitOptions {
  readonly reach?: string;
  readonly seed: string;
  readonly steps: number;
  readonly quiet?: true;
}

/** Adds `leasecheck show` to the program. */
export function addShow(program: Command, session: Session): void {
  limitOptions(choiceOptions(program.command("show")))
    .description("show a sample behaviour, or the shortest one that reaches (or violates) a property")
    .argument("<scenario>", "a scenario by name, or a module that exports a model")
    .option("--reach <name>", "the property to reach or to violate")
    .option("--seed <seed>", "another seed, another sample", "1")
    .option("--steps <n>", "length of a sample", wholeNumber("--steps", 0), 20)
    .option("--quiet", "show no progress")
    .action(async (name: string, options: ShowOptions) => {
      process.exitCode = await show(session, name, options);
    });
}

async function show(session: Session, name: string, options: ShowOptions): Promise<number> {
  const { reach } = options;
  const selected = await selectMachines(
    [name],
    reach === undefined ? options : { ...options, property: [...options.property, reach] },
  );
  let status = 0;
  for (const [n, one] of selected.entries()) {
    if (n > 0) session.print("");
    session.print(`${machineHeader(one.machine, session.paint, session.width)}\n`);
    if (reach === undefined) {
      const steps = sampleBehaviour(one.machine, options.seed, options.steps);
      session.print(`A sample of ${plural(steps.length, "step")}, seed ${options.seed}:`);
      printBehaviour(session, one, steps, null);
    } else status = Math.max(status, await showReached(session, one, reach, options));
    if (status === INTERRUPTED) break;
  }
  return status;
}

async function showReached(session: Session, one: Selected, reach: string, options: ShowOptions): Promise<number> {
  const machine = only(one.machine, reach);
  const signal = session.interruptible();
  const result = await exploreShown(session, machine, { ...options, signal }, undefined, one.modules);
  const row = verdictsOf(result).find(({ property, kind }) => property === reach && kind !== "action");
  const steps = row?.steps ?? null;
  if (row === undefined || steps === null) {
    session.print(`Nothing to show for ${reach} (${row === undefined ? "not decided" : verdictWords(row)}).`);
    session.print(summaryLine(result));
    return signal.aborted ? INTERRUPTED : exitStatus(["unreached"]);
  }
  session.print(`The shortest behaviour in which ${reach} is ${row.verdict}: ${plural(steps.length, "step")}.`);
  printBehaviour(session, one, steps, reach, row.loop);
  return 0;
}

/** The search is over as soon as its only property is decided. */
const only = (machine: Machine, name: string): Machine => ({
  ...machine,
  scenario: { ...machine.scenario, deadlocks: name === NO_DEADLOCK },
  properties: machine.properties.filter((property) => property.name === name),
});

/** The initial state, the steps with their changes, and the command that replays them. */
function printBehaviour(
  { print, paint }: Session,
  one: Selected,
  steps: readonly Step[],
  property: string | null,
  loop: number | null = null,
): void {
  const { machine, modules } = one;
  const behaviour = behaviourOf(machine, steps, property, loop);
  const { states, steps: shown } = replay(machine, behaviour);
  print(`  0. ${paint("bold", "initial state")}`);
  print(indented(printState(machine.shape, states[0] as Value)));
  if (shown.length > 0) print(printTrace(shown, states.length, paint, loop ?? undefined));
  print(reproduceLine(encodeToken(behaviour, machine), modules));
}

/** A text as it stands below a step. */
export const indented = (text: string): string => text.replace(/^/gm, "       ");
