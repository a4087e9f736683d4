/**
 * Macro steps: a system call and all that follows from it until nothing moves any more. What the kernel does in between is
 * hidden; what it shows is gathered on the way.
 */
import type { MomentRule, StepRule } from "../../src/conformance/possible.js";
import type { Step } from "../../src/machine/action.js";
import { asStep } from "../../src/machine/instance.js";
import type { Machine } from "../../src/machine/machine.js";
import { type outcomeOf, signalsSent } from "../outcome.js";
import type { State } from "../state.js";
import { type Command, commandOf, isCommand, isHidden } from "./commands.js";
import { difference, type Expected, type World } from "./compare.js";
import { isAtRest, isQuiet } from "./rest.js";
import type { Sight } from "./sight.js";

/** What is gathered during one macro step. */
export interface Gathered extends Expected {
  readonly command: Command | null;
}

/** Before the first macro step, and between any two. */
export const NOTHING: Gathered = { results: {}, signals: [], command: null };

/** Two that gathered the same have the same key. */
export const keyOf = (gathered: Gathered): string => {
  if (gathered === NOTHING) return "";
  const { results, signals, command } = gathered;
  return JSON.stringify([Object.entries(results).sort(), signals, command]);
};

/** What a step means for its task: `outcomeOf`, but where a test wants another answer. */
export type Outcomes = typeof outcomeOf;

/** A macro step begins with one instance. */
export const beginning = (index: number, all: readonly unknown[], outcomes: Outcomes): StepRule<Gathered> => ({
  about: (_, instance) => instance === all[index],
  fits: (_, { before, instance, after }) => ({
    memory: {
      ...gather(outcomes, NOTHING, before as State, asStep(instance), after as State),
      command: commandOf(before as State, asStep(instance), after as State),
    },
  }),
});

/** It goes on with everything that is no command. */
export const hidden = (outcomes: Outcomes, { scope }: Machine): StepRule<Gathered> => ({
  about: (_, { action: { name } }) => !isCommand(name) || (mayDie(scope) && LAST_STEPS.has(name)),
  fits: (gathered, { before, instance, after }) =>
    isHidden(before as State, asStep(instance))
      ? { memory: gather(outcomes, gathered, before as State, asStep(instance), after as State) }
      : { why: "user space does this" },
});

const mayDie = (scope: Machine["scope"]): boolean => scope.kill === true || scope.signals === "default action";

/** Commands that are also what a process does on its way out after it was killed. */
const LAST_STEPS: ReadonlySet<string> = new Set(["interrupt", "close", "exit"]);

function gather(outcomes: Outcomes, gathered: Gathered, before: State, step: Step, after: State): Gathered {
  const outcome = outcomes(before, step, after);
  const sent = signalsSent(before, after).flatMap(({ file, to }) => to.map((group) => `${file}→${group}`));
  if (outcome?.kind !== "returns" && sent.length === 0) return gathered;
  const { task } = step.parameters as { readonly task?: number };
  const results =
    outcome?.kind === "returns" ? { ...gathered.results, [String(task)]: outcome.result } : gathered.results;
  return { ...gathered, results, signals: [...gathered.signals, ...sent].sort() };
}

/** It ends where the model is at rest and agrees with what is seen. */
export const ending =
  (sight: Sight, world: World): MomentRule<Gathered> =>
  (gathered, state) => {
    const s = state as State;
    if (!isAtRest(s)) return { why: UNDER_WAY };
    const why = difference(s, gathered, sight, { told: world.told, pids: pidsIn(s, sight, world.pids) });
    return why === null ? { memory: NOTHING } : { why };
  };

/** Said of states that the kernel only passes through. */
export const UNDER_WAY = "more would happen by itself";

/** The process ids of the thread groups of a state, as far as they are seen. */
export function pidsIn(s: State, sight: Sight, known: readonly number[]): number[] {
  const pids = [...known];
  s.tasks.forEach(({ group }, task) => {
    const pid = sight.tasks[task]?.pid ?? 0;
    if (group !== null && pid !== 0) pids[group] = pid;
  });
  return pids;
}

/** Whether a sleeper that polls is about to get further: the world needs a moment for that. */
export const needsPatience = (s: State): boolean => isQuiet(s) && !isAtRest(s);
