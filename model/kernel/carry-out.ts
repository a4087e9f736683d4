/** One behaviour of the lease core, carried out on the running kernel and compared after every macro step. */
import { setTimeout } from "node:timers/promises";
import type { Step } from "../../src/machine/action.js";
import type { Instance } from "../../src/machine/machine.js";
import { outcomeOf } from "../outcome.js";
import { Allowed, type Asked } from "./allowed.js";
import { breakTimeNow } from "./break-time.js";
import { APART, BreakTimes, LATE, type Passing } from "./break-times.js";
import type { Mismatch, Sides } from "./sides.js";
import type { Sight } from "./sight.js";

/** A behaviour under way. */
export class CarriedOut {
  /** Milliseconds spent waiting for the clock. */
  waited = 0;
  /** Deadlines waited for. */
  expired = 0;
  /** Whether a deadline passed before its time: the behaviour is another one, and nothing can be said. */
  overtaken = false;
  private readonly foreseen: (Asked & { readonly key: string })[] = [];
  private readonly deadlines: BreakTimes | null;

  private constructor(
    private readonly sides: Sides,
    private readonly model: Allowed,
  ) {
    this.deadlines = sides.breakTime === undefined ? null : new BreakTimes(sides.breakTime);
  }

  /** New actors and new files, as the machine's initial state has them. */
  static async begin(sides: Sides): Promise<CarriedOut> {
    const { machine, outcomes = outcomeOf } = sides;
    const { processes, threads, inodes } = machine.scope;
    const sight = await sides.actor.send(`begin ${processes} ${threads} ${inodes}`);
    return new CarriedOut(sides, new Allowed(machine, outcomes, sight));
  }

  /** The commands so far. */
  get commands(): readonly Step[] {
    return this.model.commands;
  }

  /** What was seen after the last command. */
  get seen(): Sight | null {
    return this.model.seen;
  }

  /** The commands that can be given in every state that is possible, as instances of the machine. */
  open(): number[] {
    return this.overtaken ? [] : this.model.open().filter((index) => this.canWait(index));
  }

  /** The steps on the way to one of the possible states. */
  steps(): Step[] {
    return this.model.steps();
  }

  /** The hidden steps on the way to one of the possible states, as instances of the machine. */
  hiddenSteps(): number[] {
    return this.model.hiddenSteps();
  }

  /** Names the set of possible states. */
  key(): string {
    return this.model.key();
  }

  /** The states that are possible. */
  states(): Int32Array[] {
    return this.model.states();
  }

  /** Gives a command; returns how the kernel differs, or `null`. @throws RangeError when it cannot be given */
  async give(index: number): Promise<Mismatch | null> {
    const { name } = (this.sides.machine.instances[index] as Instance).action;
    const passes = this.nextDeadline();
    const waits = name === "tick" && passes !== null;
    // What must not have passed yet when the command is over: after a wait it is the deadline behind the one waited for.
    const limit = (waits ? this.deadlines?.afterNext(this.model.firstState()) : passes)?.earliest ?? null;
    if (waits) {
      this.expired++;
      await this.waitUntil(passes.latest + LATE);
    }
    if (!waits && limit !== null && performance.now() > limit - LATE) return this.giveUp();
    const began = performance.now();
    const asked = this.model.ask(index);
    const sight = await this.sides.actor.send(asked.line);
    const mismatch = this.model.judge(asked, sight);
    if (mismatch !== null) return limit !== null && performance.now() > limit ? this.giveUp() : mismatch;
    this.model.accept();
    if (this.deadlines?.note(this.model.firstState(), began, performance.now()) !== true) return null;
    // Somebody else may have set another break time, without the lock: then nothing is known about this deadline.
    if (breakTimeNow() !== this.deadlines.breakTime / 1000) return this.giveUp();
    await this.waitUntil(performance.now() + APART);
    return null;
  }

  /** Foresees a command without giving it yet; `states` are those that it can lead to. @throws RangeError */
  foresee(index: number): void {
    const asked = this.model.ask(index);
    this.model.comeToRest();
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
      const mismatch = this.model.judge(one, sights[n] as Sight);
      if (mismatch !== null) return { done: n, mismatch };
      if (n < all.length - 1 && one.key === this.model.judgedKey()) continue;
      this.model.accept();
      return { done: n + 1, mismatch: null };
    }
    return { done: 0, mismatch: null };
  }

  private giveUp(): null {
    this.overtaken = true;
    return null;
  }

  private async waitUntil(time: number): Promise<void> {
    const wait = Math.max(0, time - performance.now());
    this.waited += wait;
    this.sides.turns?.give();
    await setTimeout(wait);
    await this.sides.turns?.take(true);
  }

  private nextDeadline(): Passing | null {
    return this.deadlines?.next(this.model.firstState()) ?? null;
  }

  /** Whether a command is none of the clock's, or one that can be waited for. */
  private canWait(index: number): boolean {
    const { action } = this.sides.machine.instances[index] as Instance;
    return action.name !== "tick" || this.nextDeadline() !== null;
  }
}
