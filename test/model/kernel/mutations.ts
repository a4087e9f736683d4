/** Models that are wrong in one thing each: the kernel has to contradict every one. */
import { outcomeOf } from "../../../model/index.js";
import type { Draft, FileId, GroupId, State, TaskId } from "../../../model/state.js";
import { leaseCore } from "../../../properties/scenarios.js";
import type { Action } from "../../../src/machine/action.js";
import type { MachineChoice } from "../../../src/machine/machine.js";
import type { Scenario } from "../../../src/machine/scenario.js";

/** One wrong model. */
export interface Mutation {
  readonly name: string;
  readonly choice?: MachineChoice;
  readonly scenario?: Scenario;
  readonly outcomes?: typeof outcomeOf;
}

interface Chosen {
  readonly task: TaskId;
  readonly file: FileId;
  readonly type: "read" | "write";
}

/** The scenario with the effect of one action changed; `original` is what it did before. */
function changed(name: string, effect: (draft: Draft, chosen: Chosen, original: () => void) => void): Scenario {
  const mutated = (action: Action): Action => ({
    ...action,
    effect: (draft: never, chosen: never) =>
      effect(draft, chosen, () => {
        action.effect(draft, chosen);
      }),
  });
  return {
    ...leaseCore,
    actions: leaseCore.actions.map((action) => (action.name === name ? mutated(action) : action)),
  };
}

const leasesAt = (draft: Draft) => draft.inodes.at(0 as never).leases;
const groupOf = (draft: Draft, task: TaskId): GroupId => draft.tasks[task].group as GroupId;

function invert(draft: Draft): void {
  leasesAt(draft).forEach((lease) => {
    lease.type = lease.type === "read" ? "write" : "read";
  });
}

/** Two threads that lease, open and exit, and little else: few walks come to B17 otherwise. */
const THREADS = { tasks: 2, groups: 2, fork: false, truncate: false, openTruncate: false, query: false } as const;

/** Wrong without waiting for the clock. */
export const mutations: readonly Mutation[] = [
  { name: "B3: a lease that is being broken conflicts with everything", choice: { bugs: ["B3"] } },
  {
    name: "B17 mended: the signal reaches the process of a thread that has exited",
    choice: { mends: ["B17"], scope: THREADS },
  },
  { name: "B18 mended: a truncating open asks holders of read leases", choice: { mends: ["B18"] } },
  { name: "I1: removing a lease wakes nobody", choice: { bugs: ["I1"] } },
  {
    name: "the conflict table inverted for readers",
    scenario: changed("start break", (draft, _, original) => {
      invert(draft);
      original();
      invert(draft);
    }),
  },
  {
    name: "closing a dup releases",
    scenario: changed("close", (draft, { task, file }, original) => {
      const twice = draft.groups[groupOf(draft, task)].descriptors.at(file) === 2;
      original();
      const mine = leasesAt(draft).firstKey((lease) => lease.file === file);
      if (twice && mine !== undefined) leasesAt(draft).removeAt(mine);
    }),
  },
  {
    name: "fork hands the lease to the child",
    scenario: changed("fork", (draft, { task }, original) => {
      const child = draft.tasks.firstKey(({ at }) => at === "absent") as TaskId;
      const parent = groupOf(draft, task);
      original();
      leasesAt(draft).forEach((lease) => {
        if (lease.tgid !== parent) return;
        lease.tgid = groupOf(draft, child);
        lease.owner = child;
      });
    }),
  },
  {
    name: "F_UNLCK of nothing returns 0",
    outcomes: (before: State, step, after: State) => {
      const outcome = outcomeOf(before, step, after);
      return step.action === "unlock" && outcome?.kind === "returns" ? { kind: "returns", result: "ok" } : outcome;
    },
  },
  {
    name: "a downgrade is allowed on O_RDWR",
    scenario: changed("set lease", (draft, { file, type }, original) => {
      original();
      const mine = leasesAt(draft).first((lease) => lease.file === file);
      if (mine?.type === "write" && type === "read" && draft.files[file].mode === "read-write") mine.type = "read";
    }),
  },
  {
    name: "F_RDLCK clears a pending unlock",
    scenario: changed("set lease", (draft, { file, type }, original) => {
      original();
      const mine = leasesAt(draft).first((lease) => lease.file === file);
      if (type === "read" && mine?.type === "read") mine.unlockPending = false;
    }),
  },
];

/** One thread that leases and opens, so that most walks come to a deadline. */
const DEADLINES = { tasks: 1, threads: 1, groups: 1, fork: false, truncate: false, openTruncate: false } as const;

/** Wrong only when deadlines pass. */
export const clockMutations: readonly Mutation[] = [
  {
    name: "B16 mended: a lease taken up again stays as it is",
    choice: { mends: ["B16"], scope: { ...DEADLINES, exit: false } },
  },
  {
    name: "a holder that does not answer keeps its lease",
    choice: { scope: { ...DEADLINES, exit: false } },
    scenario: changed("tick", () => {}),
  },
];
