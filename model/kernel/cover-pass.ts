/** Covering the macro-step graph of a machine on the running kernel: every command in every situation. */
import type { Machine } from "../../src/machine/machine.js";
import { Actor, type ActorProgram } from "./actor.js";
import { CarriedOut } from "./carry-out.js";
import { type Effort, foundAndShrunk } from "./effort.js";
import type { Mismatch, Sides } from "./sides.js";
import type { MacroStep, Situations } from "./situations.js";
import { type Leg, Tour, type TourProgress } from "./tour.js";
import { ACTIVE, Turns } from "./turns.js";

/** How far a covering pass came. */
export interface Covered extends TourProgress, Effort {
  /** Whether everything was covered that anything led to. */
  readonly complete: boolean;
  /** Commands that were not given, by action. */
  readonly left: ReadonlyMap<string, number>;
}

/** What to cover, and how. */
export interface CoverOptions {
  readonly sideBySide: number;
  /** Commands a behaviour at most. */
  readonly length: number;
  /** Which steps are to be covered; all when left out. */
  readonly wants?: (situation: number, step: MacroStep) => boolean;
  /** `fs.lease-break-time` in milliseconds, where deadlines are waited for. */
  readonly breakTime?: number | undefined;
  readonly outcomes?: Sides["outcomes"];
  readonly maxSeconds?: number | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (so: TourProgress) => void;
}

/** Commands that are given at one go. */
const AT_ONCE = 24;

/** Goes on until everything is covered, something differs, or the time is up. */
export async function coverAll(
  machine: Machine,
  situations: Situations,
  program: ActorProgram,
  options: CoverOptions,
): Promise<Covered> {
  const { sideBySide, length, wants, breakTime, outcomes, signal, onProgress } = options;
  const { maxSeconds = Number.POSITIVE_INFINITY } = options;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const tour = new Tour(situations, wants, breakTime !== undefined);
  const found: Mismatch[] = [];
  let [behaviours, commands, overtaken, expired, waited] = [0, 0, 0, 0, 0];
  const goesOn = (): boolean => found.length === 0 && seconds() < maxSeconds && signal?.aborted !== true;

  /** Takes some legs; returns how many commands were given, 0 when the behaviour is over. */
  const takeLegs = async (run: CarriedOut): Promise<number> => {
    const { legs, indexes } = plan(situations, tour, run, breakTime === undefined ? AT_ONCE : 1);
    if (legs.length === 0) return 0;
    const [only] = indexes;
    const { done, mismatch } =
      breakTime === undefined || only === undefined
        ? await run.giveForeseen()
        : { done: 1, mismatch: await run.give(only) };
    if (mismatch !== null) found.push(mismatch);
    const went = run.overtaken ? 0 : done;
    for (const [n, leg] of legs.entries()) {
      if (n >= went) tour.missed(leg);
      else tour.went(leg, n + 1 < went ? (legs[n + 1] as Leg).situation : situations.place(run.states()).situation);
    }
    commands += done;
    return run.overtaken ? 0 : done;
  };
  const turns = new Turns(ACTIVE);
  const sides = { machine, breakTime, turns, ...(outcomes === undefined ? {} : { outcomes }) };
  const behaviour = async (run: CarriedOut): Promise<void> => {
    for (let n = 0; n < length && goesOn(); ) {
      const given = await takeLegs(run);
      if (given === 0) break;
      n += given;
    }
    behaviours++;
    if (run.overtaken) overtaken++;
    if (run.expired > 0) expired++;
    waited += run.waited / 1000;
  };
  const work = async (): Promise<void> => {
    const actor = Actor.start(program);
    try {
      while (goesOn() && !tour.isOver) {
        await turns.take();
        try {
          await behaviour(await CarriedOut.begin({ ...sides, actor }));
        } finally {
          turns.give();
        }
        onProgress?.(tour.progress);
      }
    } finally {
      await actor.stop();
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  const left = new Map<string, number>();
  for (const { action } of tour.left()) left.set(action.name, (left.get(action.name) ?? 0) + 1);
  return {
    ...tour.progress,
    ...{ behaviours, commands, overtaken, expired, waited, left, complete: tour.isOver },
    seconds: seconds(),
    ...(await foundAndShrunk(program, sides, found[0])),
  };
}

/**
 * The next legs from where a behaviour stands, as long as it is clear where they lead. Several are foreseen; a single one
 * is only named, by its instance.
 */
function plan(
  situations: Situations,
  tour: Tour,
  run: CarriedOut,
  most: number,
): { readonly legs: readonly Leg[]; readonly indexes: readonly number[] } {
  const legs: Leg[] = [];
  const indexes: number[] = [];
  for (let clear = true; clear && legs.length < most; ) {
    const { situation, origins } = situations.place(run.states());
    const leg = tour.leg(situation);
    if (leg === null) break;
    const { instance, to } = situations.at(situation).steps[leg.step] as MacroStep;
    const index = origins[instance] as number;
    legs.push(leg);
    if (most === 1) indexes.push(index);
    else run.foresee(index);
    clear = to.length === 1;
  }
  return { legs, indexes };
}
