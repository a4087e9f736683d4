/** A recorded behaviour of the model, done by the kernel: step by step, with what was seen. */

import { type Step, showStep } from "../../src/machine/action.js";
import { UsageError } from "../../src/machine/errors.js";
import { instanceOf } from "../../src/machine/instance.js";
import type { Machine } from "../../src/machine/machine.js";
import { Actor, type ActorProgram } from "./actor.js";
import { withBreakTime } from "./break-time.js";
import { CarriedOut } from "./carry-out.js";
import { isCommand, resultOf } from "./commands.js";
import type { Mismatch } from "./sides.js";
import type { Sight } from "./sight.js";

/** What the kernel did. */
export interface Demonstration {
  /** One for each command that was given. */
  readonly steps: readonly { readonly step: Step; readonly kernel: string }[];
  /** The model's steps that explain it. */
  readonly explained: readonly Step[];
  readonly mismatch: Mismatch | null;
  /** Whether a deadline passed before its time: then nothing was shown. */
  readonly overtaken: boolean;
}

/**
 * Gives the commands of a behaviour, one after another.
 * @throws UsageError `not-controllable` when a command cannot be given where it stands
 */
export async function demonstrate(
  machine: Machine,
  program: ActorProgram,
  commands: readonly Step[],
): Promise<Demonstration> {
  const seconds = commands.some(({ action }) => action === "tick") ? 1 : undefined;
  return withBreakTime(program, seconds, async () => {
    const actor = Actor.start(program);
    try {
      const breakTime = seconds === undefined ? undefined : seconds * 1000;
      const run = await CarriedOut.begin({ machine, actor, breakTime });
      const done: { step: Step; kernel: string }[] = [];
      const result = (mismatch: Mismatch | null): Demonstration => ({
        steps: done,
        explained: run.steps(),
        mismatch,
        overtaken: run.overtaken,
      });
      for (const step of commands) {
        const index = instanceOf(machine, step);
        if (index === undefined || !run.open().includes(index)) throw racing(showStep(step));
        const mismatch = await run.give(index);
        if (run.overtaken) return result(null);
        done.push({ step, kernel: run.seen === null ? "" : seenWords(step, run.seen) });
        if (mismatch !== null) return result(mismatch);
      }
      return result(null);
    } finally {
      await actor.stop();
    }
  });
}

/**
 * The commands of a behaviour, each call whole, in every order that keeps apart what was apart: a call that had ended
 * before another began comes before it. Of calls that overlapped either may come first; those in the order of their last
 * steps come first, for a call that began earlier and was overtaken can mostly as well begin later.
 * @param most the most orders to give
 */
export function* wholeCalls(steps: readonly Step[], most = MOST_ORDERS): Generator<Step[]> {
  let left = most;
  const orders = function* (done: readonly Call[], rest: readonly Call[]): Generator<Step[]> {
    if (rest.length === 0 && left-- > 0) yield done.map(({ step }) => step);
    const earliest = Math.min(...rest.map(({ last }) => last));
    for (const next of rest)
      if (left > 0 && next.first <= earliest)
        yield* orders(
          [...done, next],
          rest.filter((call) => call !== next),
        );
  };
  yield* orders(
    [],
    callsOf(steps).sort((a, b) => a.last - b.last),
  );
}

const MOST_ORDERS = 24;

/** A call, and the places of its first and last steps. */
interface Call {
  readonly step: Step;
  readonly first: number;
  last: number;
}

function callsOf(steps: readonly Step[]): Call[] {
  const calls: Call[] = [];
  const current = new Map<unknown, Call>();
  for (const [n, step] of steps.entries()) {
    const { task } = step.parameters as { readonly task?: number };
    if (isCommand(step.action)) {
      const call = { step, first: n, last: n };
      calls.push(call);
      if (task !== undefined) current.set(task, call);
    } else {
      const call = current.get(task);
      // A sleeper's later steps follow from what others do, and do not move its call.
      if (call !== undefined && SLEEPERS_NEXT.has(step.action)) current.delete(task);
      else if (call !== undefined) call.last = n;
    }
  }
  return calls;
}

const SLEEPERS_NEXT: ReadonlySet<string> = new Set(["wake up", "time out"]);

/** The same commands with the numbers of files exchanged, in every way: calls in another order open other files first. */
export function* renumbered(commands: readonly Step[], files: number): Generator<Step[]> {
  for (const numbers of permutations(Array.from({ length: files }, (_, file) => file)))
    yield commands.map(({ action, parameters }) => {
      const { file } = parameters as { readonly file?: number };
      return { action, parameters: file === undefined ? parameters : { ...parameters, file: numbers[file] ?? file } };
    });
}

function* permutations(ids: readonly number[]): Generator<number[]> {
  if (ids.length === 0) yield [];
  for (const first of ids) for (const rest of permutations(ids.filter((id) => id !== first))) yield [first, ...rest];
}

/** Said of behaviours that only a race inside the kernel can show. */
export const racing = (what: string): UsageError =>
  new UsageError(
    "not-controllable",
    `${what}: this behaviour needs one call to come between the steps of another, which user space cannot bring about`,
  );

/** What came of the caller, who was signalled, and the leases, as seen. */
function seenWords({ action, parameters }: Step, { tasks, signals, leases }: Sight): string {
  const { task } = parameters as { readonly task?: number };
  const seen = task === undefined ? undefined : tasks[task];
  const parts: string[] = [];
  if (seen !== undefined)
    parts.push(seen.at === "user" ? resultOf(action, action === "interrupt" ? -4 : seen.result) : seen.at);
  for (const { file, group } of signals) parts.push(`process ${group} is signalled for file ${file}`);
  parts.push(
    leases.length === 0
      ? "no lease"
      : leases.map(({ state, type, pid }) => `lease ${state} ${type} of ${pid}`).join(", "),
  );
  return parts.join("; ");
}
