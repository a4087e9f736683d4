/** What processes see of the lease core: their calls, what these return or that they sleep, and break signals. */
import { type Step, showStep } from "../src/machine/action.js";
import { CALL, type Observation } from "../src/machine/observation.js";
import { tick } from "./clock.js";
import { interrupt } from "./leases/break.js";
import { query, setLease, unlock } from "./leases/set.js";
import { outcomeOf, signalsSent } from "./outcome.js";
import { changeMask, kill, takeSignal } from "./signals.js";
import type { State, TaskId } from "./state.js";
import { clone, exit, fork } from "./tasks.js";
import { close, dup } from "./vfs/close.js";
import { exec, open } from "./vfs/open.js";
import { change, changeMetadata, truncate } from "./vfs/truncate.js";

/** System calls, signals from outside, and the clock. */
const CALLS: ReadonlySet<string> = new Set(
  [
    ...[open, exec, truncate, setLease, unlock, query, close, dup, change, changeMetadata, changeMask],
    ...[fork, clone, exit, kill, interrupt, takeSignal, tick],
  ].map(({ name }) => name),
);

/** What a step shows: the call that it is, break signals, and how things stand with the task after it. */
export function observe(before: State, step: Step, after: State): Observation[] {
  const seen: Observation[] = CALLS.has(step.action) ? [{ kind: CALL, says: showStep(step) }] : [];
  for (const { file, to } of signalsSent(before, after))
    seen.push({
      kind: "signal",
      says: `break signal for file ${file} to ${to.map((id) => `process ${id}`).join() || "nobody"}`,
    });
  const outcome = outcomeOf(before, step, after);
  const { task } = step.parameters as { readonly task?: TaskId };
  if (outcome === null || task === undefined) return seen;
  if (outcome.kind === "returns") seen.push({ kind: outcome.result, says: `task ${task}: ${outcome.result}` });
  else if (outcome.kind === "sleeps" && before.tasks[task].at !== "asleep")
    seen.push({ kind: "sleep", says: `task ${task} sleeps` });
  return seen;
}
