/**
 * Drives the model of kernel threads step by step through the reference interpreter. What a kthreadd does by itself can be
 * let run until it sleeps. Tasks, groups and creators are named by their ids: task 0 and group 0 are kthreadd's.
 */
import type { State as PoolState } from "../../../model/service/state.js";
import { type Step, showStep } from "../../../src/machine/action.js";
import { instanceOf } from "../../../src/machine/instance.js";
import { type MachineChoice, machineOf } from "../../../src/machine/machine.js";
import type { Scenario } from "../../../src/machine/scenario.js";
import type { Value } from "../../../src/schema/value.js";
import { type Interpreter, interpreter } from "../../../src/semantics/interpreter.js";

/** The steps of a kthreadd, and those of a new thread until it sleeps. */
const LOOP = [
  "run thread",
  "set state interruptible",
  "test for a stop",
  "test for requests",
  "pop request",
  "clone",
  "take the token to refuse",
  "complete with an error",
];
const BIRTH = ["take the token to answer", "complete with the thread"];

export class Kernel {
  private readonly run: Interpreter;
  private value: Value;
  /** Names of the properties that some step or state has violated, and of the situations that were met. */
  readonly met = new Set<string>();

  constructor(scenario: Scenario, choice: MachineChoice = {}) {
    this.run = interpreter(machineOf(scenario, choice));
    this.value = this.run.initial();
  }

  /** The state, as the model sees it; services are there in `service-threads` only. */
  get state(): PoolState {
    return this.run.view(this.value) as PoolState;
  }
  private index(step: Step): number {
    const index = instanceOf(this.run.machine, step);
    if (index === undefined) throw new Error(`no such step: ${showStep(step)}`);
    return index;
  }
  can(action: string, parameters: Step["parameters"] = {}): boolean {
    const index = instanceOf(this.run.machine, { action, parameters });
    return index !== undefined && this.run.isEnabled(this.value, index);
  }

  /** Takes one step. @throws Error when its guard does not hold. */
  step(action: string, parameters: Step["parameters"] = {}): this {
    const index = this.index({ action, parameters });
    if (!this.run.isEnabled(this.value, index)) throw new Error(`cannot ${showStep({ action, parameters })}`);
    const before = this.value;
    this.value = this.run.apply(before, index).value;
    for (const property of this.run.machine.properties)
      if (this.run.badStep(property, before, index, this.value) || this.run.badState(property, this.value))
        this.met.add(property.name);
    return this;
  }

  /** Where a task is. */
  at(task: number): string {
    return this.state.tasks.at(task as never).at;
  }

  /** Lets a kthreadd run until it sleeps or exits, and the threads that it makes until they sleep. @throws Error when it never does */
  settle(task: number): this {
    for (let steps = 0; steps < 100; steps++) {
      const born = this.state.tasks.firstKey(({ at }) => at === "born" || at === "announcing");
      const next = BIRTH.find((action) => born !== undefined && this.can(action, { task: born }));
      if (next !== undefined) this.step(next, { task: born as number });
      else {
        const own = LOOP.find((action) => this.can(action, { task }));
        if (own === undefined) return this;
        this.step(own, { task });
      }
    }
    throw new Error(`task ${task} does not come to rest`);
  }

  /** A creator's request, answered by the kthreadd of the group. */
  request(creator: number, kthreadd: number): this {
    this.step("append request", { creator });
    if (this.can("wake kthreadd", { creator })) this.step("wake kthreadd", { creator });
    return this.settle(kthreadd).step("take answer", { creator });
  }
}

/** A kernel in which kthreadd is known, and asleep. */
export const booted = (scenario: Scenario, choice: MachineChoice = {}): Kernel =>
  new Kernel(scenario, choice).step("note kthreadd").settle(0);

/** A kernel in which creator 0 owns group 1, whose kthreadd is task 1, asleep. */
export function withGroup(scenario: Scenario, choice: MachineChoice = {}, flags = "thread"): Kernel {
  const kernel = booted(scenario, choice);
  kernel.step("start group", { creator: 0, group: 1, flags }).request(0, 0);
  kernel.step("wake new kthreadd", { creator: 0 }).settle(1);
  if (kernel.can("see group started", { creator: 0 })) kernel.step("see group started", { creator: 0 });
  return kernel;
}

/** And creator 1 has a thread in it, task 2, in its function. */
export function withThread(scenario: Scenario, choice: MachineChoice = {}): Kernel {
  const kernel = withGroup(scenario, choice);
  kernel.step("ask for a thread", { creator: 1, group: 1, node: 1 }).request(1, 1);
  return kernel.step("start thread", { creator: 1 }).step("run thread", { task: 2 });
}
