/** The passes of `leasecheck conform`, one after another: all short behaviours, the whole graph, then random walks. */
import type { ActorProgram } from "../../model/kernel/actor.js";
import { withBreakTime } from "../../model/kernel/break-time.js";
import { type Covered, coverAll } from "../../model/kernel/cover-pass.js";
import { allUpTo, type DepthResult } from "../../model/kernel/depth-pass.js";
import { type PassResult, pass } from "../../model/kernel/pass.js";
import { Situations } from "../../model/kernel/situations.js";
import { userSpace } from "../../model/kernel/user-space.js";
import { type Control, controlOf } from "../conformance/controllable.js";
import { UsageError } from "../machine/errors.js";
import type { Machine } from "../machine/machine.js";
import { chooserOf } from "../random/choose.js";
import { derive, type Rng, rngOf } from "../random/rng.js";
import type { ProgressLine } from "../report/progress.js";
import { count, plural } from "../report/words.js";

/** One pass and what came of it. */
export type Passed =
  | { readonly kind: "depth"; readonly machine: Machine; readonly clock: false; readonly result: DepthResult }
  | { readonly kind: "cover"; readonly machine: Machine; readonly clock: boolean; readonly result: Covered }
  | { readonly kind: "walk"; readonly machine: Machine; readonly clock: boolean; readonly result: PassResult };

/** Which passes are wanted. */
export interface Wanted {
  /** All behaviours of so many commands; 0: none. */
  readonly depth: number;
  /** Whether the graph is covered, and with which deadlines. */
  readonly cover: "no" | "without deadlines" | "with deadlines";
  readonly walks: number;
  /** Walks in which deadlines pass. */
  readonly clock: number;
  /** Commands a walk at most. */
  readonly steps: number;
  readonly seed: string;
  /** Seconds after which no behaviour is begun. */
  readonly maxTime?: number | undefined;
}

/** Behaviours at a time: more of those that mostly wait for the clock. */
const SIDE_BY_SIDE = 4;
const WAITING = 48;
/** Commands a behaviour at most on the way through the graph. */
const LONGEST = 100;
/** `fs.lease-break-time` where deadlines are waited for, in seconds: the kernel's least. */
const BREAK_TIME = 1;

/** What came of the passes, and why there are none that wait for the clock, where some were wanted. */
export interface Judged {
  readonly passes: readonly Passed[];
  readonly skipped: string | null;
  /** What user space can bring about of the graph that was covered; `null` when it was not worked out. */
  readonly control: Control | null;
}

/** States of a scope whose races are counted, at most. */
const COUNTED = 200_000;

/** Runs the passes until one differs, or the time is up. */
export class Passes {
  private readonly passes: Passed[] = [];
  private skipped: string | null = null;
  private control: Control | null = null;
  private readonly began = performance.now();

  constructor(
    private readonly program: ActorProgram,
    private readonly wanted: Wanted,
    private readonly progress: ProgressLine,
    private readonly signal: AbortSignal,
  ) {}

  /** @param covered the machine whose short behaviours and whose graph are gone through; @param walked that of the walks */
  async run(covered: Machine, walked: Machine): Promise<Judged> {
    const { depth, cover, walks, clock } = this.wanted;
    const { passes, program, progress } = this;
    if (depth > 0 || cover !== "no") {
      const situations = new Situations(covered, cover === "with deadlines" && covered.scope.deadlines === true);
      if (depth > 0)
        await this.unlessOver(async () => {
          const result = await withBreakTime(
            program,
            undefined,
            () =>
              allUpTo(covered, situations, program, {
                ...this.limits(),
                depth,
                onProgress: ({ behaviours, longest }) =>
                  progress.update(() => `${count(behaviours)} of ${plural(longest, "behaviour")} up to ${depth} calls`),
              }),
            this.waiting,
          );
          passes.push({ kind: "depth", machine: covered, clock: false, result });
        });
      if (cover !== "no") await this.unlessOver(() => this.cover(covered, situations));
    }
    if (walks > 0) await this.unlessOver(() => this.walk(walked, walks, false));
    if (clock > 0 && walked.scope.deadlines === true)
      await this.unlessOver(() => this.ifPermitted(() => this.walk(walked, clock, true)));
    return { passes, skipped: this.skipped, control: this.control };
  }

  private async cover(machine: Machine, situations: Situations): Promise<void> {
    const { program, progress } = this;
    while (situations.explore(200) && !this.signal.aborted) {
      progress.update(() => `${plural(situations.count, "situation")} worked out so far`);
      await new Promise(setImmediate);
    }
    const timeless = situations.timeless();
    const cover = (clock: boolean): Promise<Covered> =>
      coverAll(machine, situations, program, {
        ...this.limits(),
        length: LONGEST,
        wants: (situation, step) => (timeless.has(situation) && !situations.passes(step)) !== clock,
        ...(clock ? { breakTime: BREAK_TIME * 1000, sideBySide: WAITING } : {}),
        onProgress: ({ steps, taken }) =>
          progress.update(
            () => `${count(taken)} of ${plural(steps, "transition")} covered${clock ? ", with deadlines" : ""}`,
          ),
      });
    const result = await withBreakTime(program, undefined, () => cover(false), this.waiting);
    this.passes.push({ kind: "cover", machine, clock: false, result });
    if (this.wanted.cover === "with deadlines" && machine.scope.deadlines === true)
      await this.unlessOver(() =>
        this.ifPermitted(async () => {
          const result = await withBreakTime(program, BREAK_TIME, () => cover(true), this.waiting);
          this.passes.push({ kind: "cover", machine, clock: true, result });
        }),
      );
    await this.unlessOver(async () => {
      progress.update(() => "counting what only races reach");
      this.control = await controlOf(machine, userSpace, COUNTED, () => !this.signal.aborted);
    });
  }

  private async walk(machine: Machine, walks: number, clock: boolean): Promise<void> {
    const { steps, seed } = this.wanted;
    const result = await pass(machine, this.program, {
      ...this.limits(),
      walks,
      length: steps,
      onWait: this.waiting,
      ...(clock ? { sideBySide: WAITING, breakTime: BREAK_TIME } : {}),
      chooser: (walk) => chooserFor(machine, rngOf(derive(clock ? `${seed} clock` : seed, walk))),
      onProgress: ({ walks: done, commands }) =>
        this.progress.update(
          () =>
            `${plural(done, "walk")} of ${count(walks)}${clock ? " that wait" : ""}, ${plural(commands, "command")}`,
        ),
    });
    this.passes.push({ kind: "walk", machine, clock, result });
  }

  private limits() {
    const { maxTime } = this.wanted;
    return {
      sideBySide: SIDE_BY_SIDE,
      signal: this.signal,
      maxSeconds: maxTime === undefined ? undefined : Math.max(0, maxTime - (performance.now() - this.began) / 1000),
    };
  }

  private async unlessOver(work: () => Promise<void>): Promise<void> {
    if (this.signal.aborted || this.passes.some(({ result }) => result.mismatch !== null)) return;
    try {
      await work();
    } catch (error) {
      if (!this.signal.aborted || !(error instanceof UsageError) || error.code !== "busy") throw error;
    }
  }

  /** Says what is waited for, and whether to go on with that. */
  private readonly waiting = (): boolean => {
    this.progress.update(() => "waiting for another run, which has set fs.lease-break-time");
    return !this.signal.aborted;
  };

  private async ifPermitted(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof UsageError) || error.code !== "no-right") throw error;
      this.skipped = error.message;
    }
  }
}

/** As random walks choose, but where a deadline can be waited for every third command does: few walks come that far. */
function chooserFor(machine: Machine, rng: Rng) {
  const { choose } = chooserOf(machine, rng);
  return (open: readonly number[]): number => {
    const tick = open.findIndex((index) => machine.instances[index]?.action.name === "tick");
    return tick >= 0 && rng.below(3) === 0 ? tick : choose(open);
  };
}
