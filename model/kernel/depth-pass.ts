/** All behaviours of a machine up to a number of macro steps, carried out on the running kernel. */
import type { Machine } from "../../src/machine/machine.js";
import { Actor, type ActorProgram } from "./actor.js";
import { CarriedOut } from "./carry-out.js";
import { type Effort, foundAndShrunk } from "./effort.js";
import type { Mismatch, Sides } from "./sides.js";
import type { MacroStep, Situations } from "./situations.js";

/** What came of it. */
export interface DepthResult extends Effort {
  readonly depth: number;
  /** Behaviours there are, those shorter than the depth included: each is the beginning of one that was carried out. */
  readonly all: number;
  /** Behaviours to carry out, none of which is the beginning of another. */
  readonly longest: number;
  /** Behaviours in which the kernel chose another of the allowed ways than the one wanted. */
  readonly elsewhere: number;
}

/** What to carry out, and how. */
export interface DepthOptions {
  readonly depth: number;
  readonly sideBySide: number;
  readonly outcomes?: Sides["outcomes"];
  readonly maxSeconds?: number | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (so: { readonly behaviours: number; readonly longest: number }) => void;
}

/** One macro step of a behaviour: its situation, its position there, and the situation it is to lead to. */
type Way = readonly { readonly situation: number; readonly step: number; readonly end: number }[];

/** How many behaviours there are up to a depth, and how many of them are the beginning of no other. */
export function countBehaviours(situations: Situations, depth: number): { all: number; longest: number } {
  let [all, longest] = [0, 0];
  for (const way of waysOf(situations, depth)) {
    all++;
    if (way.length === depth || situations.at(way.at(-1)?.end ?? 0).steps.length === 0) longest++;
  }
  return { all, longest };
}

/** Every behaviour up to a depth but the empty one, each before those that it is the beginning of. */
function* waysOf(situations: Situations, depth: number, way: Way = []): Generator<Way> {
  if (way.length === depth) return;
  const situation = way.at(-1)?.end ?? 0;
  for (const [step, { to }] of situations.at(situation).steps.entries())
    for (const end of to) {
      const longer = [...way, { situation, step, end }];
      yield longer;
      yield* waysOf(situations, depth, longer);
    }
}

/** Goes on until all are done, something differs, or the time is up. No deadline passes. */
export async function allUpTo(
  machine: Machine,
  situations: Situations,
  program: ActorProgram,
  options: DepthOptions,
): Promise<DepthResult> {
  const { depth, sideBySide, outcomes, signal, onProgress } = options;
  const { maxSeconds = Number.POSITIVE_INFINITY } = options;
  const { all, longest } = countBehaviours(situations, depth);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const sides = { machine, ...(outcomes === undefined ? {} : { outcomes }) };
  const ways = longestOf(situations, depth);
  const found: Mismatch[] = [];
  let [behaviours, commands, elsewhere] = [0, 0, 0];
  const work = async (): Promise<void> => {
    const actor = Actor.start(program);
    try {
      while (found.length === 0 && seconds() < maxSeconds && signal?.aborted !== true) {
        const { value: way, done } = ways.next();
        if (done === true) return;
        const run = await CarriedOut.begin({ ...sides, actor });
        const { given, mismatch } = await follow(situations, run, way);
        commands += given;
        if (mismatch !== null) found.push(mismatch);
        else if (given < way.length) elsewhere++;
        behaviours++;
        onProgress?.({ behaviours, longest });
      }
    } finally {
      await actor.stop();
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return {
    ...{ depth, all, longest, elsewhere, behaviours, commands },
    ...{ overtaken: 0, expired: 0, waited: 0, seconds: seconds(), ...(await foundAndShrunk(program, sides, found[0])) },
  };
}

function* longestOf(situations: Situations, depth: number): Generator<Way, undefined> {
  for (const way of waysOf(situations, depth))
    if (way.length === depth || situations.at(way.at(-1)?.end ?? 0).steps.length === 0) yield way;
}

/** Gives the commands of a way, several at one go where it is clear where they lead. */
async function follow(
  situations: Situations,
  run: CarriedOut,
  way: Way,
): Promise<{ readonly given: number; readonly mismatch: Mismatch | null }> {
  let [given, ahead] = [0, 0];
  for (const { situation, step, end } of way) {
    const place = situations.place(run.states());
    if (place.situation !== situation) return { given, mismatch: null };
    const { instance, to } = situations.at(situation).steps[step] as MacroStep;
    run.foresee(place.origins[instance] as number);
    ahead++;
    if (to.length === 1 && given + ahead < way.length) continue;
    const { done, mismatch } = await run.giveForeseen();
    given += done;
    if (mismatch !== null || done < ahead) return { given, mismatch };
    ahead = 0;
    if (situations.place(run.states()).situation !== end) return { given, mismatch: null };
  }
  return { given, mismatch: null };
}
