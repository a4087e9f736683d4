/** A case under the model: the set of states that are possible after each step, and what could be seen there. */
import { stepsTo } from "../../../src/conformance/explain.js";
import { type Possibility, PossibleStates } from "../../../src/conformance/possible.js";
import type { Step } from "../../../src/machine/action.js";
import type { Machine } from "../../../src/machine/machine.js";
import { isRunning } from "../../clock.js";
import { targetType } from "../../leases/set.js";
import { known, type State } from "../../state.js";
import { isAtRest } from "../rest.js";
import type { Case, CaseStep, Returned } from "./case.js";
import { atStart, beforeStep, type CaseMemory, keyOf, nameOf } from "./model-memory.js";
import { beginning, hidden, wanted } from "./model-steps.js";
import { agrees, type Observation, observationKey, type StepOutcome } from "./observation.js";

/** A case under way in a machine of the lease core with room for it. */
export class ModelSide {
  private readonly possible: PossibleStates<CaseMemory>;

  constructor(
    readonly machine: Machine,
    private readonly of: Case,
  ) {
    this.possible = new PossibleStates<CaseMemory>(machine, { memory: atStart(of), key: keyOf });
  }

  /** Makes a step. Of what can follow, that which is as expected is followed; all of it where nothing is. */
  take(step: CaseStep): StepOutcome {
    this.possible.observe((memory) => ({ memory: beforeStep(memory) }));
    const asleep = this.sleepers();
    const why = this.make(step);
    if (why !== null) return { kind: "impossible", why };
    const waits = step.call.kind === "wait";
    const seen = new Map<string, Observation>();
    const sight = (memory: CaseMemory, s: State): Observation | null =>
      isAtRest(s) && !(waits && deadlineRuns(s)) ? observed(this.of, step, memory, s, asleep) : null;
    for (const one of this.possible.all) {
      const observation = sight(one.memory, this.stateOf(one));
      if (observation !== null) seen.set(observationKey(observation), observation);
    }
    const right = [...seen.values()].filter((one) => agrees(step, one));
    const wrong = [...seen.values()].filter((one) => !agrees(step, one));
    this.possible.observe((memory, state) => {
      const observation = sight(memory, state as State);
      if (observation === null) return { why: "more would happen by itself" };
      return right.length === 0 || agrees(step, observation) ? { memory } : { why: "not as expected" };
    });
    return { kind: "seen", seen: [...right, ...wrong], agreeing: right.length };
  }

  /** The steps of the model on the way to one of the states that are possible now. */
  behaviour(): Step[] {
    return stepsTo(this.machine, this.possible.all[0] as Possibility<CaseMemory>);
  }

  /** Takes the steps of the model that make one of the case; says why when it cannot be made. */
  private make(step: CaseStep): string | null {
    const { call, actor } = step;
    if (call.kind === "wait") {
      this.possible.close(hidden(true));
      return null;
    }
    if (call.kind === "exit" || call.kind === "exit_group") return this.exit(known(actor), call.kind === "exit_group");
    if (!this.possible.take(beginning((memory) => wanted(memory, step, this.of.files), step)))
      return this.obstacle(step);
    this.possible.close(hidden(false));
    return null;
  }

  /** A process gives up its descriptors, oldest first, and its threads go; a thread that has siblings only goes. */
  private exit(actor: string, whole: boolean): string | null {
    const process = known(this.of.processOf.get(actor));
    const others = [...this.of.processOf]
      .filter(([name, its]) => its === process && name !== actor)
      .map(([name]) => name);
    const alive = (name: string): boolean => this.possible.all.some(({ memory }) => memory.tasks[name] !== undefined);
    const leave = (name: string): boolean => {
      const left = this.possible.take(beginning((memory) => ["exit", { task: memory.tasks[name] }], null));
      this.possible.close(hidden(false));
      return left;
    };
    if (!whole && others.some(alive)) return leave(actor) ? null : `${actor} cannot exit here`;
    for (const other of others.filter(alive)) if (!leave(other)) return `${other} cannot exit here`;
    const descriptions = Object.keys(this.possible.all[0]?.memory.files ?? {});
    for (const name of descriptions)
      for (;;) {
        const closed = this.possible.take(
          beginning((memory) => ["close", { task: memory.tasks[actor], file: memory.files[name] }], null),
        );
        if (!closed) break;
        this.possible.close(hidden(false));
      }
    return leave(actor) ? null : `${actor} cannot exit here`;
  }

  /** Why a step cannot be made. */
  private obstacle({ call, actor }: CaseStep): string {
    const one = this.possible.all[0] as Possibility<CaseMemory>;
    const task = actor === null ? undefined : one.memory.tasks[actor];
    if (task === undefined) return `${actor} is not there`;
    const { at } = this.stateOf(one).tasks[task];
    if (call.kind === "interrupt") return `${actor} does not sleep`;
    if (at === "asleep") return `${actor} sleeps`;
    if ("description" in call && one.memory.files[call.description] === undefined)
      return `${actor} has no descriptor of ${call.description}`;
    if (call.kind === "open" && this.stateOf(one).files.every(({ state }) => state !== "free"))
      return "the model has room for four descriptions at a time";
    return "the model has no such step here";
  }

  private sleepers(): ReadonlySet<string> {
    const asleep = new Set<string>();
    for (const one of this.possible.all) {
      const s = this.stateOf(one);
      for (const [name, task] of Object.entries(one.memory.tasks)) if (s.tasks[task].at === "asleep") asleep.add(name);
    }
    return asleep;
  }

  /** A view that lives until the next call. */
  private stateOf({ words }: Possibility<CaseMemory>): State {
    const { packed } = this.possible;
    packed.before.set(words);
    packed.beforeRoot.tree.restore();
    return packed.beforeRoot.view as State;
  }
}

const deadlineRuns = (s: State): boolean =>
  s.inodes.some((inode) =>
    inode.leases.some(({ breakTime, downgradeTime }) => isRunning(breakTime) || isRunning(downgradeTime)),
  );

const TYPES = { read: "READ", write: "WRITE", unlock: "UNLCK" } as const;

/** What could be seen in a state at rest. @param asleep who slept before the step */
function observed(
  { files }: Case,
  { actor }: CaseStep,
  memory: CaseMemory,
  s: State,
  asleep: ReadonlySet<string>,
): Observation {
  const results: Record<string, Returned> = { ...memory.results };
  const task = actor === null ? undefined : memory.tasks[actor];
  if (actor !== null && task !== undefined && !asleep.has(actor) && s.tasks[task].at === "asleep")
    results[actor] = "blocks";
  const locks: string[] = [];
  s.inodes.forEach((inode, number) => {
    inode.leases.forEach((lease) => {
      const state = lease.unlockPending || lease.downgradePending ? "BREAKING" : "ACTIVE";
      const process = nameOf(memory.groups, lease.tgid);
      locks.push(`${state} ${TYPES[targetType(s, lease.file)]} ${process} ${files[number]}`);
    });
  });
  return { results, signals: memory.signals, locks: locks.sort() };
}
