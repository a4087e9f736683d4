/** A conformance pass: many behaviours, several side by side, each with actors and files of its own. */
import { showStep } from "../../src/machine/action.js";
import type { Instance, Machine } from "../../src/machine/machine.js";
import { Actor, type ActorProgram } from "./actor.js";
import type { Mismatch } from "./carry-out.js";
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
  readonly maxSeconds?: number | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (so: { readonly walks: number; readonly commands: number }) => void;
}

/** What came of it. */
export interface PassResult {
  readonly walks: number;
  readonly commands: number;
  readonly seconds: number;
  /** How often each action was given as a command, and each hidden one taken on the way that explains what was seen. */
  readonly actions: ReadonlyMap<string, number>;
  /** The mismatch of the earliest walk that met one, shrunk, and how long it was before. */
  readonly mismatch: { readonly walk: number; readonly length: number; readonly least: Mismatch } | null;
}

/** Walks until all are done, one meets a mismatch, or the time is up. */
export async function pass(machine: Machine, program: ActorProgram, options: PassOptions): Promise<PassResult> {
  const { walks, length, sideBySide, chooser, maxSeconds = Number.POSITIVE_INFINITY, signal, onProgress } = options;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const actions = new Map<string, number>();
  let next = 0;
  let done = 0;
  let commands = 0;
  const found: { walk: number; mismatch: Mismatch }[] = [];
  const count = (instance: number): void => {
    const { name } = (machine.instances[instance] as Instance).action;
    actions.set(name, (actions.get(name) ?? 0) + 1);
  };
  const work = async (): Promise<void> => {
    const actor = Actor.start(program);
    try {
      while (next < walks && found.length === 0 && seconds() < maxSeconds && signal?.aborted !== true) {
        const number = next++;
        const mismatch = await walk(
          machine,
          actor,
          withoutClock(machine, chooser(number)),
          length,
          (instance) => {
            commands++;
            count(instance);
          },
          count,
        );
        done++;
        onProgress?.({ walks: done, commands });
        if (mismatch !== null) found.push({ walk: number, mismatch });
      }
    } finally {
      await actor.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, walks) }, work));
  const [first] = found.sort((a, b) => a.walk - b.walk);
  const mismatch =
    first === undefined
      ? null
      : {
          walk: first.walk,
          length: first.mismatch.commands.length,
          least: await shrunk(machine, program, first.mismatch),
        };
  return { walks: done, commands, seconds: seconds(), actions, mismatch };
}

async function shrunk(machine: Machine, program: ActorProgram, mismatch: Mismatch): Promise<Mismatch> {
  const actor = Actor.start(program);
  try {
    return await shrink(machine, actor, mismatch);
  } finally {
    await actor.stop();
  }
}

/** Leaves out the steps of the clock. */
const withoutClock =
  (machine: Machine, choose: Choose): Choose =>
  (open) => {
    const timeless = open.filter((index) => machine.instances[index]?.action.name !== "tick");
    return timeless.length === 0 ? -1 : open.indexOf(timeless[choose(timeless)] as number);
  };

/** A mismatch in words: the commands, and both sides. */
export const mismatchLines = ({ commands, differences }: Mismatch): string[] => [
  ...commands.map((step, n) => `${String(n + 1).padStart(4)}. ${showStep(step)}`),
  ...differences.map((why) => `      ${why}`),
];
