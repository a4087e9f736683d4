/**
 * Drives the model by system calls: a call runs, step by step through the reference interpreter, until it returns or
 * sleeps. Tasks, processes and descriptions are named by their ids, which a fresh machine gives out from 0.
 */
import type { Outcome, State } from "../../model/index.js";
import { outcomeOf, signalsSent } from "../../model/index.js";
import { leaseCore } from "../../properties/scenarios.js";
import { type Step, showStep } from "../../src/machine/action.js";
import { instanceOf } from "../../src/machine/instance.js";
import { type MachineChoice, machineOf } from "../../src/machine/machine.js";
import type { Value } from "../../src/schema/value.js";
import { type Interpreter, interpreter } from "../../src/semantics/interpreter.js";

/** What came of a call: its result, or *blocked*. */
export type CallResult = (Outcome & { readonly kind: "returns" })["result"] | "blocked" | "exited";

/** The steps that a call takes by itself. */
const OWN_STEPS = [
  "test for leases",
  "start break",
  "count the open late",
  "cut",
  "replace program",
  "give up",
  "restart",
  "insert lease",
  "finish lease",
  "release",
];

/** A machine with room for the tables: two processes, the first with two threads, and every optional call. */
const ROOM = {
  tasks: 4,
  processes: 2,
  threads: 2,
  groups: 4,
  files: 4,
  readWrite: true,
  path: true,
  dup: true,
  exec: true,
  data: true,
  metadata: true,
} as const;

/** The first process and its two threads, and the second process. */
export const A = 0;
export const A2 = 1;
export const B = 2;

export class World {
  private readonly run: Interpreter;
  private value: Value;
  /** Names of the properties that some step or state has violated. */
  readonly violated = new Set<string>();
  /** Processes signalled by the last call, one entry a signal; an empty entry for one that was lost. */
  signalled: (readonly number[])[] = [];

  constructor(choice: MachineChoice & { readonly scope?: object } = {}) {
    this.run = interpreter(machineOf(leaseCore, { ...choice, scope: { ...ROOM, ...choice.scope } }));
    this.value = this.run.initial();
  }

  /** The state, as the model sees it. */
  get state(): State {
    return this.run.view(this.value) as State;
  }

  private index(step: Step): number {
    const index = instanceOf(this.run.machine, step);
    if (index === undefined) throw new Error(`no such step: ${showStep(step)}`);
    return index;
  }

  /** Whether a step can be taken. */
  can(action: string, parameters: Step["parameters"]): boolean {
    return this.run.isEnabled(this.value, this.index({ action, parameters }));
  }

  /** Takes one step. @throws Error when its guard does not hold. */
  step(action: string, parameters: Step["parameters"] = {}): Outcome | null {
    const step = { action, parameters };
    const index = this.index(step);
    if (!this.run.isEnabled(this.value, index)) throw new Error(`cannot ${showStep(step)}`);
    const earlier = this.value;
    const before = this.state;
    this.value = this.run.apply(this.value, index).value;
    for (const property of this.run.machine.properties)
      if (
        property.kind !== "sometimes" &&
        (this.run.badStep(property, earlier, index, this.value) || this.run.badState(property, this.value))
      )
        this.violated.add(property.name);
    this.signalled.push(...signalsSent(before, this.state).map(({ to }) => to));
    return outcomeOf(before, step, this.state);
  }

  /** A call with its first step, run until it returns or sleeps. */
  call(task: number, action: string, parameters: Step["parameters"] = {}): CallResult {
    this.signalled = [];
    return this.finish(task, this.step(action, { task, ...parameters }));
  }

  private finish(task: number, first: Outcome | null): CallResult {
    let outcome = first;
    while (outcome?.kind === "goes on") {
      const next = OWN_STEPS.find(
        (action) => this.run.machine.actions.some(({ name }) => name === action) && this.can(action, { task }),
      );
      if (next === undefined) throw new Error(`task ${task} is stuck`);
      outcome = this.step(next, { task });
    }
    if (outcome === null) throw new Error("not a step of a task");
    if (outcome.kind === "returns") return outcome.result;
    return outcome.kind === "sleeps" ? "blocked" : "exited";
  }

  open(
    task: number,
    access: string,
    flags: { readonly nonblocking?: true; readonly truncating?: true } = {},
  ): CallResult {
    const { nonblocking = false, truncating = false } = flags;
    return this.call(task, "open", { inode: 0, access, truncating, blocking: !nonblocking });
  }
  truncate(task: number): CallResult {
    return this.call(task, "truncate", { inode: 0 });
  }
  setLease(task: number, file: number, type: "read" | "write"): CallResult {
    return this.call(task, "set lease", { file, type });
  }
  unlock(task: number, file: number): CallResult {
    return this.call(task, "unlock", { file });
  }
  getLease(task: number, file: number): CallResult {
    return this.call(task, "query lease", { file });
  }
  close(task: number, file: number): CallResult {
    return this.call(task, "close", { file });
  }
  /** Forks; the child is the task in the first free slot. */
  fork(task: number): number {
    const child = this.state.tasks.firstKey(({ at }) => at === "absent");
    this.call(task, "fork");
    return child as number;
  }

  /** Lets a breaker that was woken, or whose time is up, go on. */
  resume(task: number): CallResult {
    this.signalled = [];
    for (const action of ["wake up", "time out"])
      if (this.can(action, { task })) return this.finish(task, this.step(action, { task }));
    return "blocked";
  }
  /** The task takes a signal that interrupts its sleep. */
  interrupt(task: number): CallResult {
    return this.call(task, "interrupt");
  }
  tick(): void {
    this.step("tick");
  }
  isAsleep(task: number): boolean {
    return this.state.tasks.some(({ at }, key) => key === task && at === "asleep");
  }
}

/** A world in which the first thread has opened the file, as description 0, and holds a lease. */
export function holding(
  type: "read" | "write",
  choice: ConstructorParameters<typeof World>[0] = {},
  access = "read",
): World {
  const world = new World(choice);
  if (world.open(A, access) !== "ok" || world.setLease(A, 0, type) !== "ok") throw new Error("no lease to begin with");
  return world;
}
