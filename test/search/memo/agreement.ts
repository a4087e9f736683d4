/** The memoising expander beside the direct one: the same steps, successors, events and counts, or an error. */
import type { Machine } from "../../../src/machine/machine.js";
import { directExpander } from "../../../src/search/direct.js";
import type { Counters, ExpanderEvents } from "../../../src/search/expansion.js";
import { StepFailure } from "../../../src/search/expansion.js";
import { memoExpander } from "../../../src/search/memo/expander.js";
import { PackedMachine } from "../../../src/search/packed.js";

/** One expander with everything it says, as text. */
class Witness {
  readonly packed: PackedMachine;
  said: string[] = [];
  readonly successors: Int32Array[] = [];
  readonly counters: Counters;
  readonly expand: () => void;
  readonly judge: () => void;

  constructor(machine: Machine, memo: boolean) {
    this.packed = new PackedMachine(machine);
    this.counters = {
      fired: new Float64Array(machine.actions.length),
      exercised: new Float64Array(machine.properties.length),
      decided: new Uint8Array(machine.properties.length),
    };
    const events: ExpanderEvents = {
      successor: (instance) => {
        // A step that changes nothing may be left out.
        if (this.packed.after.every((word, w) => word === this.packed.before[w])) return;
        this.said.push(`${instance} to ${this.packed.after.join()}`);
        this.successors.push(this.packed.after.slice());
      },
      badStep: (property, instance) => this.said.push(`step ${property} ${instance}`),
      badState: (property) => this.said.push(`state ${property}`),
    };
    const direct = directExpander(this.packed, events, this.counters);
    const length = machine.instances.length;
    const expander = memo
      ? memoExpander(this.packed, events, this.counters, direct, { firstDirect: 0, betweenChecks: 7 })
      : { expand: (from: number) => direct.expand(from, length), judge: () => this.judgeAll(direct.judgeState) };
    this.expand = () => this.telling((from) => expander.expand(from));
    this.judge = () => this.telling(() => expander.judge());
  }

  private judgeAll(judge: (property: number) => void): void {
    this.packed.machine.properties.forEach((_, property) => {
      judge(property);
    });
  }

  /** Steps that fail are told, and those behind them taken. */
  private telling(run: (from: number) => unknown): void {
    for (let from = 0; from >= 0; ) {
      try {
        run(from);
        return;
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error;
        this.said.push(`${error.instance} fails: ${error.message}`);
        from = error.instance < 0 ? -1 : error.instance + 1;
      }
    }
  }

  take(): string {
    const said = this.said.join("\n");
    this.said = [];
    return said;
  }
}

/** Compares on the first `most` states in breadth-first order, each visited `rounds` times; how many states there were. */
export function memoAgrees(machine: Machine, most: number, rounds = 2): number {
  const direct = new Witness(machine, false);
  const memo = new Witness(machine, true);
  const queue = [direct.packed.initial()];
  const seen = new Set([(queue[0] as Int32Array).join()]);
  const same = (what: string, expected: unknown, found: unknown): void => {
    if (expected !== found) throw new Error(`${what}: the direct expander says\n${expected}\nthe other\n${found}`);
  };
  const visit = (state: Int32Array): void => {
    for (const witness of [direct, memo]) {
      witness.packed.after.set(state);
      witness.judge();
      witness.packed.before.set(state);
      witness.expand();
    }
    same(`at ${state.join()}`, direct.take(), memo.take());
  };
  for (let n = 0; n < queue.length && n < most; n++) {
    direct.successors.length = 0;
    visit(queue[n] as Int32Array);
    for (const next of direct.successors) {
      const key = next.join();
      if (queue.length >= most || seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  for (let round = 1; round < rounds; round++) queue.forEach(visit);
  same("fired", direct.counters.fired.join(), memo.counters.fired.join());
  same("exercised", direct.counters.exercised.join(), memo.counters.exercised.join());
  return queue.length;
}
