/** A conformance pass: many behaviours, several side by side, each with actors and files of its own. */
import { showStep } from "../../src/machine/action.js";
import { UsageError } from "../../src/machine/errors.js";
import type { Instance, Machine } from "../../src/machine/machine.js";
import { Actor, type ActorProgram } from "./actor.js";
import type { Mismatch, Sides } from "./carry-out.js";
import { type Choose, shrink, walk } from "./conform.js";

/** What to carry out. */
export interface PassOptions {
  readonly walks: number;
  /** Commands a walk at most. */
  readonly length: number;
  /** How many at a time. */
  readonly sideBySide: number;
  /** The chooser of the n-th walk. */
  readonly chooser: (walk: number) => Choose;
  /** `fs.lease-break-time`, set to so many seconds and put back: deadlines are waited for. Left out: none passes. */
  readonly breakTime?: number | undefined;
  readonly outcomes?: Sides["outcomes"];
  readonly maxSeconds?: number | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (so: { readonly walks: number; readonly commands: number }) => void;
}

/** What came of it. */
export interface PassResult {
  readonly walks: number;
  readonly commands: number;
  /** Walks given up because a deadline passed before the walk was ready for it. */
  readonly overtaken: number;
  readonly seconds: number;
  /** How often each action was given as a command, and each hidden one taken on the way that explains what was seen. */
  readonly actions: ReadonlyMap<string, number>;
  /** The mismatch of the earliest walk that met one, shrunk, and how long it was before. */
  readonly mismatch: { readonly walk: number; readonly length: number; readonly least: Mismatch } | null;
}

/**
 * Walks until all are done, one meets a mismatch, or the time is up.
 * @throws UsageError `no-right` when the break time is to be set and may not be
 */
export async function pass(machine: Machine, program: ActorProgram, options: PassOptions): Promise<PassResult> {
  const { walks, length, sideBySide, chooser, maxSeconds = Number.POSITIVE_INFINITY, signal, onProgress } = options;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const actions = new Map<string, number>();
  let next = 0;
  let done = 0;
  let commands = 0;
  let overtaken = 0;
  const found: { walk: number; mismatch: Mismatch }[] = [];
  const count = (instance: number): void => {
    const { name } = (machine.instances[instance] as Instance).action;
    actions.set(name, (actions.get(name) ?? 0) + 1);
  };
  const given = (instance: number): void => {
    commands++;
    count(instance);
  };
  const work = (): Promise<void> =>
    withActor(machine, program, options, async (sides) => {
      while (next < walks && found.length === 0 && seconds() < maxSeconds && signal?.aborted !== true) {
        const number = next++;
        const walked = await walk(sides, chooser(number), length, given, count);
        if (walked === "overtaken") overtaken++;
        done++;
        onProgress?.({ walks: done, commands });
        if (walked !== null && walked !== "overtaken") found.push({ walk: number, mismatch: walked });
      }
    });
  return withBreakTime(program, options.breakTime, async () => {
    await Promise.all(Array.from({ length: Math.min(sideBySide, walks) }, work));
    const [first] = found.sort((a, b) => a.walk - b.walk);
    let mismatch: PassResult["mismatch"] = null;
    if (first !== undefined)
      await withActor(machine, program, options, async (sides) => {
        const least = await shrink(sides, first.mismatch);
        mismatch = { walk: first.walk, length: first.mismatch.commands.length, least };
      });
    return { walks: done, commands, overtaken, seconds: seconds(), actions, mismatch };
  });
}

async function withActor(
  machine: Machine,
  program: ActorProgram,
  { breakTime, outcomes }: Pick<PassOptions, "breakTime" | "outcomes">,
  work: (sides: Sides) => Promise<void>,
): Promise<void> {
  const actor = Actor.start(program);
  try {
    const waits = breakTime === undefined ? undefined : breakTime * 1000;
    await work({ machine, actor, breakTime: waits, ...(outcomes === undefined ? {} : { outcomes }) });
  } finally {
    await actor.stop();
  }
}

/**
 * Sets `fs.lease-break-time` as long as the work lasts; the guard of an actor puts it back, whatever happens.
 * @throws UsageError `no-right`
 */
export async function withBreakTime<T>(
  program: ActorProgram,
  seconds: number | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (seconds === undefined) return work();
  const keeper = Actor.start(program);
  try {
    if ((await keeper.setBreakTime(seconds)) !== 0)
      throw new UsageError(
        "no-right",
        "fs.lease-break-time may not be set here, and behaviours that wait for it need that",
      );
    return await work();
  } finally {
    await keeper.stop();
  }
}

/** A mismatch in words: the commands, and both sides. */
export const mismatchLines = ({ commands, differences }: Mismatch): string[] => [
  ...commands.map((step, n) => `${String(n + 1).padStart(4)}. ${showStep(step)}`),
  ...differences.map((why) => `      ${why}`),
];
