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
import { APART, BreakTimes, LATE } from "./break-times.js";
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
import type { Sight } from "./sight.js";

/** Where the kernel did something that the model does not allow. */
export interface Mismatch {
  /** The commands, the last of which went differently. */
  readonly commands: readonly Step[];
  /** What differs, for each state that the model allows; the most frequent first. */
  readonly differences: readonly string[];
  /** How many states the model allowed. */
  readonly allowed: number;
}

/** What is held against what. */
export interface Sides {
  readonly machine: Machine;
  readonly actor: Actor;
  /** `outcomeOf`, but where a test wants another answer. */
  readonly outcomes?: Outcomes;
  /** `fs.lease-break-time` in milliseconds when it is short enough to wait for; otherwise no deadline is to pass. */
  readonly breakTime?: number | undefined;
}

/** A behaviour under way. */
export class CarriedOut {
  private readonly possible: PossibleStates<Gathered>;
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
    this.possible = new PossibleStates<Gathered>(machine, { memory: NOTHING, key: keyOf });
    this.commandIndexes = [...machine.instances.keys()].filter((index) =>
      isCommand((machine.instances[index] as Instance).action.name),
    );
  }

  /** New actors and new files, as the machine's initial state has them. */
  static async begin(sides: Sides): Promise<CarriedOut> {
    const { processes, threads, inodes } = sides.machine.scope;
    const run = new CarriedOut(sides);
    const sight = await sides.actor.send(`begin ${processes} ${threads} ${inodes}`);
    run.remember(sight);
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
    return this.possible.all
      .map(({ words }) => words.join())
      .sort()
      .join(";");
  }

  /** Gives a command; returns how the kernel differs, or `null`. @throws RangeError when it cannot be given */
  async give(index: number): Promise<Mismatch | null> {
    const { instances } = this.machine;
    const step = asStep(instances[index] as Instance);
    const passes = this.nextDeadline();
    if (step.action === "tick" && passes !== null) await setTimeout(Math.max(0, passes + LATE - performance.now()));
    else if (passes !== null && performance.now() > passes - LATE) {
      this.overtaken = true;
      return null;
    }
    const began = performance.now();
    if (!this.possible.take(beginning(index, instances, this.outcomes)))
      throw new RangeError(`cannot ${step.action} now`);
    const command = this.possible.all[0]?.memory.command;
    if (command === null || command === undefined) throw new RangeError(`${step.action} is no command`);
    this.possible.close(hidden(this.outcomes));
    const patient = this.possible.all.some((one) => needsPatience(this.stateOf(one))) ? 1 : 0;
    if (command.verb === "call") this.told[command.task] = step.action;
    this.commands.push(step);
    const words =
      command.verb === "look" ? `look ${patient}` : `${command.verb} ${patient} ${command.task} ${command.words}`;
    const sight = await this.sides.actor.send(words.trimEnd());
    this.seen = sight;
    const rule = ending(sight, { told: this.told, pids: this.pids });
    if (sight.settled && this.possible.observe(rule)) {
      this.remember(sight);
      if (this.deadlines?.note(this.firstState(), began) === true) await setTimeout(APART);
      return null;
    }
    if (step.action !== "tick" && passes !== null && performance.now() > passes) {
      this.overtaken = true;
      return null;
    }
    const { reasons } = explainMoment(this.possible, rule);
    const differences = reasons.map(({ why }) => why).filter((why) => why !== UNDER_WAY);
    return {
      commands: [...this.commands],
      differences: sight.settled ? differences : ["the kernel did not come to rest", ...differences],
      allowed: differences.length,
    };
  }

  private remember(sight: Sight): void {
    this.pids = pidsIn(this.firstState(), sight, this.pids);
  }

  private firstState(): State {
    return this.stateOf(this.possible.all[0] as Possibility<Gathered>);
  }

  private nextDeadline(): number | null {
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
