/** Is the history of a file a behaviour of the lease core? */
import { explainMoment, explainStep, type Refusal, stepsTo } from "../../src/conformance/explain.js";
import { type MomentRule, PossibleStates, type StepRule } from "../../src/conformance/possible.js";
import type { Step } from "../../src/machine/action.js";
import { UsageError } from "../../src/machine/errors.js";
import type { Machine, MachineChoice } from "../../src/machine/machine.js";
import type { FileId, State } from "../state.js";
import type { Interval } from "./asked-times.js";
import type { CallSeen, Happening, History, Needs } from "./history.js";
import { blank, changed, type Memory } from "./memory.js";
import { unseen, unseenOf } from "./rules.js";
import { TaskSlots } from "./task-slots.js";

/** How logs are read. */
export interface ValidateOptions {
  /** The least that `fs.lease-break-time` was, in seconds. */
  readonly breakTime: number;
  /** The most possible states at a time. */
  readonly limit?: number;
  /** The most seconds to spend on one file. */
  readonly seconds?: number;
}

/** Ends what takes too long. @throws UsageError `too-many-possibilities` once the time is over */
export function watchOver({ seconds = Number.POSITIVE_INFINITY }: ValidateOptions): () => void {
  const end = performance.now() + seconds * 1000;
  return () => {
    if (performance.now() > end)
      throw new UsageError("too-many-possibilities", `it could not be followed to its end in ${seconds} s`);
  };
}

/** What came of a history. */
export type HistoryVerdict =
  | {
      readonly kind: "fits";
      readonly events: number;
      /** The most states that were possible at a time. */
      readonly most: number;
      /** One behaviour of the model that explains the history. */
      readonly steps: readonly Step[];
    }
  | {
      readonly kind: "refused";
      /** Events explained before. */
      readonly events: number;
      readonly at: { readonly line: number };
      readonly what: string;
      readonly refusal: Refusal;
    };

/** The scope that a history takes; `null` with a reason when the model has none so large. */
export function scopeFor(needs: Needs): NonNullable<MachineChoice["scope"]> | string {
  for (const [name, most, words] of [
    ["tasks", 6, "threads"],
    ["groups", 6, "processes"],
    ["files", 4, "open file descriptions"],
  ] as const)
    if (needs[name] > most) return `it takes ${needs[name]} ${words} at a time, and the model has ${most} at most`;
  return {
    tasks: Math.max(1, needs.tasks),
    groups: Math.max(1, needs.groups),
    files: Math.max(1, needs.files),
    processes: 1,
    threads: 1,
    inodes: 1,
    readWrite: true,
    path: true,
    clone: true,
    dup: true,
    exit: true,
    signals: "any",
  };
}

/** Follows a history through a machine of {@link scopeFor}'s scope. @throws UsageError `too-many-possibilities` */
export function validateHistory(machine: Machine, history: History, options: ValidateOptions): HistoryVerdict {
  const run = new Run(machine, history, options);
  return run.verdict();
}

class Run {
  private readonly possible: PossibleStates<Memory>;
  private readonly slots = new TaskSlots();
  private time: number | null;
  private most = 1;

  constructor(
    machine: Machine,
    private readonly history: History,
    private readonly options: ValidateOptions,
  ) {
    this.possible = new PossibleStates<Memory>(machine, {
      memory: blank(history.needs.tasks, history.needs.files, history.calls.length),
      key: (memory) => JSON.stringify(memory),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
    });
    this.time = history.happenings[0]?.time ?? null;
  }

  verdict(): HistoryVerdict {
    for (const { pid, group } of this.history.present) this.arrive(pid, group);
    const inTime = watchOver(this.options);
    for (const [events, at] of this.history.happenings.entries()) {
      inTime();
      const refused = this.follow(at);
      if (refused !== null) return { kind: "refused", events, at, ...refused };
      this.most = Math.max(this.most, this.possible.size);
      if (at.time !== null) this.time = at.time;
    }
    const first = this.possible.all[0];
    const steps = first === undefined ? [] : stepsTo(this.possible.machine, first);
    return { kind: "fits", events: this.history.happenings.length, most: this.most, steps };
  }

  /** Brings a thread into the model whose parent the log does not show; the first one is there. */
  private arrive(pid: number, group: number): boolean {
    if (this.slots.size > 0) {
      const sibling = this.slots.siblingOf(group);
      const rule = sibling === null ? only("fork", 0) : only("clone", sibling);
      if (!this.possible.take(rule)) return false;
    }
    this.slots.take(pid, group);
    return true;
  }

  private follow(at: Happening): { readonly what: string; readonly refusal: Refusal } | null {
    const interval: Interval = { from: this.time, to: at.time, breakTime: this.options.breakTime };
    const { possible, history } = this;
    if (at.kind !== "begins") possible.close(unseen(history, interval));
    switch (at.kind) {
      case "begins": {
        const task = this.taskOf(this.call(at.call).pid);
        possible.observe((memory) => ({
          memory: {
            ...memory,
            doing: changed(memory.doing, task, { call: at.call, stage: "ahead", file: null, result: null }),
          },
        }));
        return null;
      }
      case "ends": {
        const call = this.call(at.call);
        const rule = ended(call, this.taskOf(call.pid));
        if (possible.observe(rule)) return null;
        const pending = unseenOf(history, interval, this.taskOf(call.pid));
        return { what: call.text, refusal: explainMoment(possible, rule, pending) };
      }
      case "forks":
      case "clones": {
        const what = at.kind === "forks" ? "fork" : "clone";
        const rule = only(what, this.taskOf(at.pid));
        this.slots.take(at.child, at.kind === "forks" ? at.child : this.slots.groupOf(at.pid));
        if (possible.take(rule)) return null;
        return { what: `${what} of ${at.pid}`, refusal: explainStep(possible, rule) };
      }
      case "signal": {
        const rule: MomentRule<Memory> = (memory) => {
          const of = at.descriptions.find((description) => (memory.sent[description] ?? 0) > 0);
          return of === undefined
            ? { why: "no break signal for that lease is on its way" }
            : { memory: { ...memory, sent: changed(memory.sent, of, (memory.sent[of] ?? 0) - 1) } };
        };
        return possible.observe(rule)
          ? null
          : { what: `break signal taken by ${at.pid}`, refusal: explainMoment(possible, rule) };
      }
      case "impossible":
        return { what: at.what, refusal: explainMoment(possible, () => ({ why: at.why })) };
      case "may close": {
        const task = this.taskOf(at.pid);
        possible.observe((memory) => ({ memory: { ...memory, loose: [...memory.loose, [task, at.description]] } }));
        return null;
      }
      case "closed": {
        const rule = gone(this.taskOf(at.pid), at.description);
        return possible.observe(rule)
          ? null
          : { what: `descriptor of ${at.pid} used anew`, refusal: explainMoment(possible, rule) };
      }
      case "comes": {
        if (this.arrive(at.pid, at.group)) return null;
        throw new UsageError("too-many-possibilities", `thread ${at.pid} comes while all others of its process wait`);
      }
      case "exits": {
        const task = this.taskOf(at.pid);
        const rule = only("exit", task, (memory) => without(memory, task));
        this.slots.leave(at.pid);
        return possible.take(rule) ? null : { what: `exit of ${at.pid}`, refusal: explainStep(possible, rule) };
      }
      case "exiting": {
        const task = this.taskOf(at.pid);
        possible.observe((memory) => ({
          memory: { ...memory, exiting: [...memory.exiting, task] },
        }));
        return null;
      }
    }
  }

  private call(index: number): CallSeen {
    return this.history.calls[index] as CallSeen;
  }

  private taskOf(pid: number): number {
    return this.slots.of(pid);
  }
}

/** One action of one task. */
const only = (
  action: string,
  task: number,
  then: (memory: Memory) => Memory = (memory) => memory,
): StepRule<Memory> => ({
  about: (_, instance) => instance.action.name === action && instance.parameters.task === task,
  fits: (memory) => ({ memory: then(memory) }),
});

/** What is kept in mind without a thread, whose slot another may take. */
const without = (memory: Memory, task: number): Memory => ({
  ...memory,
  doing: changed(memory.doing, task, null),
  loose: memory.loose.filter(([other]) => other !== task),
  exiting: memory.exiting.filter((other) => other !== task),
});

/** A call has returned. */
const ended =
  (call: CallSeen, task: number): MomentRule<Memory> =>
  (memory, state) => {
    const doing = memory.doing[task];
    if (doing?.stage !== "over") return { why: whereIs(state as State, task) };
    const made =
      call.makes !== null && doing.result === "ok" ? named(memory.files, call.makes, doing.file) : memory.files;
    return { memory: { ...memory, files: made, doing: changed(memory.doing, task, null) } };
  };

/** The model's description now belongs to this one of the log, and to no other. */
const named = (files: Memory["files"], description: number, file: number | null): Memory["files"] =>
  files.map((other, index) => (index === description ? file : other === file ? null : other));

/** The process has closed the description. */
const gone =
  (task: number, description: number): MomentRule<Memory> =>
  (memory, state) => {
    const s = state as State;
    const file = memory.files[description] ?? null;
    const group = s.tasks.first((_, key) => key === task)?.group ?? null;
    const open = file !== null && group !== null && s.groups[group].descriptors.at(file as FileId) !== 0;
    if (open) return { why: "the description is still open" };
    return { memory: { ...memory, loose: memory.loose.filter(([, other]) => other !== description) } };
  };

function whereIs(s: State, task: number): string {
  let at = "absent";
  let timer = 0;
  s.tasks.forEach((one, key) => {
    if (key !== task) return;
    at = one.at;
    timer = one.timer;
  });
  return at === "asleep"
    ? `the call is still asleep: the guards of wake up and time out refuse (task=${task}, timer=${timer})`
    : `the call has not returned: the task is "${at}"`;
}
