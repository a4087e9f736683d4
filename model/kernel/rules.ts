/** Which steps of the lease core a log allows between two of its events, and what they mean for what is known. */
import type { Fit, SeenStep, StepRule } from "../../src/conformance/possible.js";
import { asStep } from "../../src/machine/instance.js";
import type { Instance } from "../../src/machine/machine.js";
import { outcomeOf, signalsSent } from "../outcome.js";
import type { State } from "../state.js";
import { askedAfter, type Interval, tooEarly } from "./asked-times.js";
import type { CallSeen, History } from "./history.js";
import { changed, type Doing, type Memory } from "./memory.js";

/** The steps that a call takes after its first. */
const OWN_STEPS = new Set([
  "test for leases",
  "start break",
  "wake up",
  "time out",
  "interrupt",
  "count the open late",
  "cut",
  "give up",
  "insert lease",
  "finish lease",
  "release",
]);

const taskOf = ({ parameters }: Instance): number | null =>
  typeof parameters.task === "number" ? parameters.task : null;
const fileOf = ({ parameters }: Instance): number | null =>
  typeof parameters.file === "number" ? parameters.file : null;

/** The steps that a log allows unseen: those of calls that have begun and not ended, exits, and the clock. */
export function unseen(history: History, interval: Interval): StepRule<Memory> {
  return {
    about: (memory, instance) => {
      if (instance.action.name === "tick") return true;
      const task = taskOf(instance);
      const doing = task === null ? null : memory.doing[task];
      if (task === null) return false;
      if (instance.action.name === "close" && (memory.exiting.includes(task) || isLoose(memory, instance))) return true;
      return doing ? belongs(history.calls[doing.call] as CallSeen, doing, memory, instance) : false;
    },
    fits: (memory, step) =>
      step.instance.action.name === "tick" ? ticked(memory, step, interval) : taken(history, memory, step, interval),
  };
}

/** The steps of one task only, and the clock that it may wait for: for explanations. */
export function unseenOf(history: History, interval: Interval, task: number): StepRule<Memory> {
  const { about, fits } = unseen(history, interval);
  return {
    about: (memory, instance) =>
      instance.action.name === "tick"
        ? memory.doing[task]?.stage === "under way"
        : taskOf(instance) === task && about(memory, instance),
    fits,
  };
}

/** Whether an instance is a step of the call. */
function belongs({ asked, result }: CallSeen, doing: Doing, memory: Memory, instance: Instance): boolean {
  const { name } = instance.action;
  if (doing.stage === "over") return false;
  if (doing.stage === "under way")
    return OWN_STEPS.has(name) && (name !== "interrupt" || result === "EINTR" || result === null);
  if (name !== asked.action) return false;
  if ("description" in asked && fileOf(instance) !== memory.files[asked.description]) return false;
  return Object.entries(asked.parameters).every(([key, value]) => instance.parameters[key] === value);
}

function taken(history: History, memory: Memory, step: SeenStep, interval: Interval): Fit<Memory> {
  const before = step.before as State;
  const after = step.after as State;
  const task = taskOf(step.instance) as number;
  const doing = memory.doing[task];
  const known = signalled(memory, before, after, interval);
  if (!doing || doing.stage === "over")
    return isLoose(memory, step.instance) || isLast(memory, before, task)
      ? { memory: known }
      : { why: "its process goes on" };
  const call = history.calls[doing.call] as CallSeen;
  const outcome = outcomeOf(before, asStep(step.instance), after);
  const file = doing.file ?? (call.asked.action === "open" ? madeBy(before, after) : null);
  if (outcome?.kind !== "returns")
    return { memory: { ...known, doing: changed(known.doing, task, { ...doing, stage: "under way", file }) } };
  if (call.result !== null && outcome.result !== call.result)
    return { why: `it returns ${outcome.result} in the model, and ${call.result} in the log` };
  return {
    memory: { ...known, doing: changed(known.doing, task, { ...doing, stage: "over", file, result: outcome.result }) },
  };
}

/** Whether an instance closes what may be closed unseen. */
const isLoose = (memory: Memory, instance: Instance): boolean =>
  memory.loose.some(
    ([task, description]) => taskOf(instance) === task && fileOf(instance) === memory.files[description],
  );

/** Whether all threads of a task's process are on their way out. */
function isLast({ exiting }: Memory, before: State, task: number): boolean {
  const group = before.tasks.first((_, key) => key === task)?.group;
  return before.tasks.every((other, key) => other.group !== group || other.at === "zombie" || exiting.includes(key));
}

/** The description that a step made. */
const madeBy = (before: State, after: State): number | null =>
  after.files.firstKey((file, key) => file.state !== "free" && before.files[key].state === "free") ?? null;

/** Signals that a step sent, and deadlines that it set. */
function signalled(memory: Memory, before: State, after: State, interval: Interval): Memory {
  let { sent } = memory;
  for (const { file, to } of signalsSent(before, after)) {
    const description = memory.files.indexOf(file);
    if (description >= 0 && to.length > 0)
      sent = changed(sent, description, Math.min(3, (sent[description] as number) + 1));
  }
  const asked = askedAfter(memory.asked, before, after, interval);
  return sent === memory.sent && asked === memory.asked ? memory : { ...memory, sent, asked };
}

function ticked(memory: Memory, { before }: SeenStep, interval: Interval): Fit<Memory> {
  const why = tooEarly(memory.asked, before as State, interval);
  return why === null ? { memory } : { why };
}
