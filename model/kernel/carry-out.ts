/** One behaviour of the lease core, carried out on the running kernel and compared after every macro step. */
import { setTimeout } from "node:timers/promises";
import { explainMoment, stepsTo } from "../../src/conformance/explain.js";
import { type Possibility, PossibleStates } from "../../src/conformance/possible.js";
import type { Step } from "../../src/machine/action.js";
import { asStep } from "../../src/machine/instance.js";
import type { Instance, Machine } from "../../src/machine/machine.js";
import { outcomeOf } from "../outcome.js";
import type { State } from "../state.js";
import type { Actor } from "./actor.js";
import { breakTimeNow } from "./break-time.js";
import { APART, BreakTimes, LATE, type Passing } from "./break-times.js";
import { isCommand } from "./commands.js";
import {
  beginning,
  ending,
  type Gathered,
  hidden,
  keyOf,
  NOTHING,
  needsPatience,
  type Outcomes,
  pidsIn,
  UNDER_WAY,
} from "./macro-step.js";
import { isAtRest } from "./rest.js";
import type { Sight } from "./sight.js";
import { wordsOf } from "./situations.js";
import type { Turns } from "./turns.js";

/** Where the kernel did something that the model does not allow. */
export interface Mismatch {
  /** The commands, the last of which went differently. */
  readonly commands: readonly Step[];
  /** What differs, for each state that the model allows; the most frequent first. */
  readonly differences: readonly string[];
  /** How many states the model allowed. */
  readonly allowed: number;
  /** Set when the same commands did not lead to it again. */
  readonly once?: true;
}

/** What is held against what. */
export interface Sides {
  readonly machine: Machine;
  readonly actor: Actor;
  /** `outcomeOf`, but where a test wants another answer. */
  readonly outcomes?: Outcomes;
  /** `fs.lease-break-time` in milliseconds when it is short enough to wait for; otherwise no deadline is to pass. */
  readonly breakTime?: number | undefined;
  /** Given back while a behaviour waits for the clock. */
  readonly turns?: Turns | undefined;
}

/** A command as the model sees it, before anything is seen of the kernel. */
interface Asked {
  readonly step: Step;
  /** What the conductor is sent. */
  readonly line: string;
  /** The task that is told to make a call. */
  readonly told: number | null;
  /** What the model allows, on the way and at the end. */
  readonly allowed: readonly Possibility<Gathered>[];
}

const keyOfSet = (all: readonly Possibility<Gathered>[]): string =>
  all
    .map(({ words }) => words.join())
    .sort()
    .join(";");

/** Behaviours of one machine take turns with its executor: none keeps a view across a wait. */
const executors = new WeakMap<Machine, PossibleStates<Gathered>["packed"]>();
const executorOf = (machine: Machine): { packed: PossibleStates<Gathered>["packed"] } | undefined => {
  const packed = executors.get(machine);
  return packed === undefined ? undefined : { packed };
};

/** A behaviour under way. */
export class CarriedOut {
  private readonly possible: PossibleStates<Gathered>;
  /** The possible states of the command that is being judged. */
  private readonly judged: PossibleStates<Gathered>;
  private readonly foreseen: (Asked & { readonly key: string })[] = [];
  /** Milliseconds spent waiting for the clock. */
  waited = 0;
  /** Deadlines waited for. */
  expired = 0;
  private readonly commandIndexes: readonly number[];
  private readonly told: string[] = [];
  private pids: number[] = [];
  /** What was seen after the last command. */
  seen: Sight | null = null;
  /** The commands so far. */
  readonly commands: Step[] = [];

  private readonly machine: Machine;
  private readonly outcomes: Outcomes;
  private readonly deadlines: BreakTimes | null;
  /** Whether a deadline passed before its time: the behaviour is another one, and nothing can be said. */
  overtaken = false;

  private constructor(private readonly sides: Sides) {
    const { machine, outcomes = outcomeOf, breakTime } = sides;
    this.machine = machine;
    this.outcomes = outcomes;
    this.deadlines = breakTime === undefined ? null : new BreakTimes(breakTime);
    const packed = executorOf(machine);
    this.possible = new PossibleStates<Gathered>(machine, { memory: NOTHING, key: keyOf, ...packed });
    this.judged = new PossibleStates<Gathered>(machine, {
      memory: NOTHING,
      key: keyOf,
      packed: this.possible.packed,
    });
    if (packed === undefined) executors.set(machine, this.possible.packed);
    this.commandIndexes = [...machine.instances.keys()].filter((index) =>
      isCommand((machine.instances[index] as Instance).action.name),
    );
  }

  /** New actors and new files, as the machine's initial state has them. */
  static async begin(sides: Sides): Promise<CarriedOut> {
    const { processes, threads, inodes } = sides.machine.scope;
    const run = new CarriedOut(sides);
    const sight = await sides.actor.send(`begin ${processes} ${threads} ${inodes}`);
    run.remember(sight, run.possible);
    return run;
  }

  /** The commands that can be given in every state that is possible, as instances of the machine. */
  open(): number[] {
    const all = this.possible.all;
    if (this.overtaken) return [];
    return this.commandIndexes.filter((index) => this.canWait(index) && all.every((one) => this.isEnabled(one, index)));
  }

  /** The steps on the way to one of the possible states. */
  steps(): Step[] {
    return stepsTo(this.machine, this.possible.all[0] as Possibility<Gathered>);
  }

  /** The hidden steps on the way to one of the possible states, as instances of the machine. */
  hiddenSteps(): number[] {
    const steps: number[] = [];
    for (let at: Possibility<Gathered> | null = this.possible.all[0] ?? null; at !== null; at = at.from)
      if (at.instance !== null && !this.commandIndexes.includes(at.instance)) steps.push(at.instance);
    return steps.reverse();
  }

  /** Names the set of possible states. */
  key(): string {
    return keyOfSet(this.possible.all);
  }

  /** The states that are possible. */
  states(): Int32Array[] {
    return wordsOf(this.possible.all);
  }

  /** Gives a command; returns how the kernel differs, or `null`. @throws RangeError when it cannot be given */
  async give(index: number): Promise<Mismatch | null> {
    const { name } = (this.machine.instances[index] as Instance).action;
    const passes = this.nextDeadline();
    const waits = name === "tick" && passes !== null;
    // What must not have passed yet when the command is over: after a wait it is the deadline behind the one waited for.
    const limit = (waits ? this.deadlines?.afterNext(this.firstState()) : passes)?.earliest ?? null;
    if (waits) {
      this.expired++;
      await this.waitUntil(passes.latest + LATE);
    }
    if (!waits && limit !== null && performance.now() > limit - LATE) return this.giveUp();
    const began = performance.now();
    const asked = this.ask(index);
    const sight = await this.sides.actor.send(asked.line);
    const mismatch = this.judge(asked, sight);
    if (mismatch !== null) return limit !== null && performance.now() > limit ? this.giveUp() : mismatch;
    this.possible.restart(this.judged.all);
    if (this.deadlines?.note(this.firstState(), began, performance.now()) !== true) return null;
    // Somebody else may have set another break time, without the lock: then nothing is known about this deadline.
    if (breakTimeNow() !== this.deadlines.breakTime / 1000) return this.giveUp();
    await this.waitUntil(performance.now() + APART);
    return null;
  }

  private giveUp(): null {
    this.overtaken = true;
    return null;
  }

  /** Foresees a command without giving it yet; `states` are those that it can lead to. @throws RangeError */
  foresee(index: number): void {
    const asked = this.ask(index);
    this.possible.observe((_, state) => (isAtRest(state as State) ? { memory: NOTHING } : { why: UNDER_WAY }));
    this.foreseen.push({ ...asked, key: this.key() });
  }

  /**
   * Gives the commands that were foreseen, at one go. Returns how many went as foreseen, where the last may have led to
   * any of the states that it can lead to, and how the kernel differs.
   */
  async giveForeseen(): Promise<{ readonly done: number; readonly mismatch: Mismatch | null }> {
    const all = this.foreseen.splice(0);
    const sights = await this.sides.actor.sendAll(all.map(({ line }) => line));
    for (const [n, one] of all.entries()) {
      const mismatch = this.judge(one, sights[n] as Sight);
      if (mismatch !== null) return { done: n, mismatch };
      if (n < all.length - 1 && one.key === keyOfSet(this.judged.all)) continue;
      this.possible.restart(this.judged.all);
      return { done: n + 1, mismatch: null };
    }
    return { done: 0, mismatch: null };
  }

  /** Takes a command's first step in the model, and all that can follow from it. */
  private ask(index: number): Asked {
    const { instances } = this.machine;
    const step = asStep(instances[index] as Instance);
    if (!this.possible.take(beginning(index, instances, this.outcomes)))
      throw new RangeError(`cannot ${step.action} now`);
    const command = this.possible.all[0]?.memory.command;
    if (command === null || command === undefined) throw new RangeError(`${step.action} is no command`);
    this.possible.close(hidden(this.outcomes, this.machine));
    const patient = this.possible.all.some((one) => needsPatience(this.stateOf(one))) ? 1 : 0;
    const words =
      command.verb === "look" ? `look ${patient}` : `${command.verb} ${patient} ${command.task} ${command.words}`;
    return {
      step,
      line: words.trimEnd(),
      told: command.verb === "call" ? command.task : null,
      allowed: this.possible.all,
    };
  }

  /** Holds what was seen against what the model allows; what is possible then is in `judged`. */
  private judge({ step, told, allowed }: Asked, sight: Sight): Mismatch | null {
    if (told !== null) this.told[told] = step.action;
    this.commands.push(step);
    this.seen = sight;
    this.judged.restart(allowed);
    const rule = ending(sight, { told: this.told, pids: this.pids });
    if (sight.settled && this.judged.observe(rule)) {
      this.remember(sight, this.judged);
      return null;
    }
    const { reasons } = explainMoment(this.judged, rule);
    const differences = reasons.map(({ why }) => why).filter((why) => why !== UNDER_WAY);
    return {
      commands: [...this.commands],
      differences: sight.settled ? differences : ["the kernel did not come to rest", ...differences],
      allowed: differences.length,
    };
  }

  private async waitUntil(time: number): Promise<void> {
    const wait = Math.max(0, time - performance.now());
    this.waited += wait;
    this.sides.turns?.give();
    await setTimeout(wait);
    await this.sides.turns?.take(true);
  }

  private remember(sight: Sight, { all }: PossibleStates<Gathered>): void {
    this.pids = pidsIn(this.stateOf(all[0] as Possibility<Gathered>), sight, this.pids);
  }

  private firstState(): State {
    return this.stateOf(this.possible.all[0] as Possibility<Gathered>);
  }

  private nextDeadline(): Passing | null {
    return this.deadlines?.next(this.firstState()) ?? null;
  }

  /** Whether a command is none of the clock's, or one that can be waited for. */
  private canWait(index: number): boolean {
    return (this.machine.instances[index] as Instance).action.name !== "tick" || this.nextDeadline() !== null;
  }

  private isEnabled(one: Possibility<Gathered>, index: number): boolean {
    this.stateOf(one);
    return this.possible.packed.isEnabled(index);
  }

  /** A view that lives until the next call. */
  private stateOf(one: Possibility<Gathered>): State {
    const { packed } = this.possible;
    packed.before.set(one.words);
    packed.beforeRoot.tree.restore();
    return packed.beforeRoot.view as State;
  }
}
