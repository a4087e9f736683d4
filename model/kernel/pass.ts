/** A conformance pass: many behaviours, several side by side, each with actors and files of its own. */
import { showStep } from "../../src/machine/action.js";
import type { Instance, Machine } from "../../src/machine/machine.js";
import { Actor, type ActorProgram } from "./actor.js";
import { withBreakTime } from "./break-time.js";
import { type Choose, walk } from "./conform.js";
import { type Effort, foundAndShrunk } from "./effort.js";
import type { Mismatch, Sides } from "./sides.js";
import { ACTIVE, Turns } from "./turns.js";

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
  /** Asked while another run has set the break time: whether to wait on. */
  readonly onWait?: () => boolean;
  readonly onProgress?: (so: { readonly walks: number; readonly commands: number }) => void;
}

/** What came of it. */
export interface PassResult extends Effort {
  /** How often each action was given as a command, and each hidden one taken on the way that explains what was seen. */
  readonly actions: ReadonlyMap<string, number>;
  /** Which walk met the mismatch, the earliest that met one. */
  readonly walk: number | null;
}

/**
 * Walks until all are done, one meets a mismatch, or the time is up.
 * @throws UsageError `no-right` when the break time is to be set and may not be
 */
export async function pass(machine: Machine, program: ActorProgram, options: PassOptions): Promise<PassResult> {
  const { walks, length, sideBySide, chooser, breakTime, outcomes, signal, onProgress } = options;
  const { maxSeconds = Number.POSITIVE_INFINITY } = options;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const actions = new Map<string, number>();
  const found: { walk: number; mismatch: Mismatch }[] = [];
  const turns = new Turns(ACTIVE);
  const sides = {
    ...{ machine, turns, breakTime: breakTime === undefined ? undefined : breakTime * 1000 },
    ...(outcomes === undefined ? {} : { outcomes }),
  };
  let [next, behaviours, commands, overtaken, expired, waited] = [0, 0, 0, 0, 0, 0];
  const count = (instance: number): void => {
    const { name } = (machine.instances[instance] as Instance).action;
    actions.set(name, (actions.get(name) ?? 0) + 1);
  };
  const given = (instance: number): void => {
    commands++;
    count(instance);
  };
  const take = async (actor: Actor): Promise<void> => {
    const number = next++;
    const walked = await walk({ ...sides, actor }, chooser(number), length, given, count, signal);
    if (walked.overtaken) overtaken++;
    if (walked.expired > 0) expired++;
    waited += walked.waited / 1000;
    behaviours++;
    onProgress?.({ walks: behaviours, commands });
    if (walked.mismatch !== null) found.push({ walk: number, mismatch: walked.mismatch });
  };
  const work = async (): Promise<void> => {
    const actor = Actor.start(program);
    try {
      while (next < walks && found.length === 0 && seconds() < maxSeconds && signal?.aborted !== true) {
        await turns.take();
        try {
          if (next < walks) await take(actor);
        } finally {
          turns.give();
        }
      }
    } finally {
      await actor.stop();
    }
  };
  const walkAll = async (): Promise<PassResult> => {
    await Promise.all(Array.from({ length: Math.min(sideBySide, walks) }, work));
    const [first] = found.sort((a, b) => a.walk - b.walk);
    return {
      ...{ behaviours, commands, overtaken, expired, waited, seconds: seconds(), actions, walk: first?.walk ?? null },
      ...(await foundAndShrunk(program, sides, first?.mismatch)),
    };
  };
  return withBreakTime(program, breakTime, walkAll, options.onWait);
}

/** A mismatch in words: the commands, and both sides. */
export const mismatchLines = ({ commands, differences, once }: Mismatch): string[] => [
  ...commands.map((step, n) => `${String(n + 1).padStart(4)}. ${showStep(step)}`),
  ...differences.map((why) => `      ${why}`),
  ...(once === true ? ["      (seen once; the same commands did not lead to it again)"] : []),
];
