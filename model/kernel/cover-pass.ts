/** Covering every controllable transition of a machine's macro-step graph on the running kernel. */
import type { Machine } from "../../src/machine/machine.js";
import { Actor, type ActorProgram } from "./actor.js";
import { CarriedOut, type Mismatch } from "./carry-out.js";
import { Cover } from "./cover.js";

/** How far a covering pass came. */
export interface Covered {
  /** Situations met: sets of states that the model allows between calls. */
  readonly situations: number;
  /** Commands that can be given in them, and how many of those were. */
  readonly open: number;
  readonly given: number;
  readonly behaviours: number;
  readonly commands: number;
  readonly seconds: number;
  readonly mismatch: Mismatch | null;
}

/** Goes on until everything is covered, something differs, or the time is up; deadlines are not waited for. */
export async function coverAll(
  machine: Machine,
  program: ActorProgram,
  options: {
    readonly sideBySide: number;
    /** Commands a behaviour at most. */
    readonly length: number;
    readonly maxSeconds?: number | undefined;
    readonly signal?: AbortSignal;
    readonly onProgress?: (so: Cover["progress"]) => void;
  },
): Promise<Covered> {
  const { sideBySide, length, maxSeconds = Number.POSITIVE_INFINITY, signal, onProgress } = options;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const cover = new Cover();
  const found: Mismatch[] = [];
  let behaviours = 0;
  let commands = 0;
  const goesOn = (): boolean => found.length === 0 && seconds() < maxSeconds && signal?.aborted !== true;
  const behaviour = async (actor: Actor): Promise<boolean> => {
    const run = await CarriedOut.begin({ machine, actor });
    for (let n = 0; n < length && goesOn(); n++) {
      const from = run.key();
      const command = cover.next(from, run.open());
      if (command === undefined) return n > 0;
      const mismatch = await run.give(command);
      commands++;
      if (mismatch !== null) found.push(mismatch);
      else cover.led(from, command, run.key());
    }
    return true;
  };
  const work = async (): Promise<void> => {
    const actor = Actor.start(program);
    try {
      while (goesOn()) {
        if (!(await behaviour(actor))) return;
        behaviours++;
        onProgress?.(cover.progress);
      }
    } finally {
      await actor.stop();
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return { ...cover.progress, behaviours, commands, seconds: seconds(), mismatch: found[0] ?? null };
}
