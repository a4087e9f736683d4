/** Is the history of a file a behaviour of the lease core? */
import { explainMoment, explainStep, type Refusal, stepsTo } from "../../src/conformance/explain.js";
import { type MomentRule, PossibleStates } from "../../src/conformance/possible.js";
import type { Step } from "../../src/machine/action.js";
import { UsageError } from "../../src/machine/errors.js";
import type { Machine } from "../../src/machine/machine.js";
import type { Interval } from "./asked-times.js";
import type { CallSeen, Happening, History } from "./history.js";
import { ended, gone, only, without } from "./history-rules.js";
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

/** Follows a history through a machine of the scope that it takes (`scopeFor`). @throws UsageError `too-many-possibilities` */
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
