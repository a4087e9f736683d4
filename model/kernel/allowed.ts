/**
 * The model's side of a behaviour that is carried out on the kernel: the states that are possible after the commands so far,
 * what a further command may lead to, and whether what was seen is among it.
 */
import { explainMoment, stepsTo } from "../../src/conformance/explain.js";
import { type Possibility, PossibleStates } from "../../src/conformance/possible.js";
import type { Step } from "../../src/machine/action.js";
import { asStep } from "../../src/machine/instance.js";
import type { Instance, Machine } from "../../src/machine/machine.js";
import type { State } from "../state.js";
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
import type { Mismatch } from "./sides.js";
import type { Sight } from "./sight.js";
import { wordsOf } from "./situations.js";

/** A command as the model sees it, before anything is seen of the kernel. */
export interface Asked {
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

/** What the model allows, in the course of one behaviour. */
export class Allowed {
  /** The commands so far. */
  readonly commands: Step[] = [];
  /** What was seen after the last command. */
  seen: Sight | null = null;
  private readonly possible: PossibleStates<Gathered>;
  /** The possible states of the command that is being judged. */
  private readonly judged: PossibleStates<Gathered>;
  private readonly commandIndexes: readonly number[];
  private readonly told: string[] = [];
  private pids: number[] = [];

  /** @param sight what is seen of the kernel at the beginning */
  constructor(
    private readonly machine: Machine,
    private readonly outcomes: Outcomes,
    sight: Sight,
  ) {
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
    this.remember(sight, this.possible);
  }

  /** The commands that can be given in every state that is possible, as instances of the machine. */
  open(): number[] {
    const all = this.possible.all;
    return this.commandIndexes.filter((index) => all.every((one) => this.isEnabled(one, index)));
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

  /** Names the set of states that are possible by what was judged last. */
  judgedKey(): string {
    return keyOfSet(this.judged.all);
  }

  /** The states that are possible. */
  states(): Int32Array[] {
    return wordsOf(this.possible.all);
  }

  /** One of them: a view that lives until something else is asked. */
  firstState(): State {
    return this.stateOf(this.possible.all[0] as Possibility<Gathered>);
  }

  /** Takes a command's first step, and all that can follow from it. @throws RangeError when it cannot be given */
  ask(index: number): Asked {
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

  /** Goes on from every state at rest that the last command may lead to, whatever will be seen. */
  comeToRest(): void {
    this.possible.observe((_, state) => (isAtRest(state as State) ? { memory: NOTHING } : { why: UNDER_WAY }));
  }

  /** Holds what was seen against what the model allows: how it differs, or `null`. */
  judge({ step, told, allowed }: Asked, sight: Sight): Mismatch | null {
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

  /** Goes on from what was judged last. */
  accept(): void {
    this.possible.restart(this.judged.all);
  }

  private remember(sight: Sight, { all }: PossibleStates<Gathered>): void {
    this.pids = pidsIn(this.stateOf(all[0] as Possibility<Gathered>), sight, this.pids);
  }

  private isEnabled(one: Possibility<Gathered>, index: number): boolean {
    this.stateOf(one);
    return this.possible.packed.isEnabled(index);
  }

  private stateOf(one: Possibility<Gathered>): State {
    const { packed } = this.possible;
    packed.before.set(one.words);
    packed.beforeRoot.tree.restore();
    return packed.beforeRoot.view as State;
  }
}
