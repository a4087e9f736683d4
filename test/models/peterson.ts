/**
 * Mutual exclusion of two processes by two flags and a turn.
 * Source: G. L. Peterson, "Myths about the mutual exclusion problem", Information Processing Letters 12(3), 1981.
 */
import {
  author,
  boolean,
  constants,
  type Fault,
  ghost,
  type Id,
  id,
  oneOf,
  option,
  record,
  type StateOf,
  scenario,
  vector,
} from "../../src/index.js";

const process = id("process", 2);
type Process = Id<"process">;

const state = record({
  processes: vector(
    process,
    record({
      at: oneOf("idle", "announced", "waiting", "critical"),
      wants: boolean(),
      /** Whether the other one entered since this one began to wait. */
      overtaken: ghost(boolean()),
    }),
  ),
  /** Who lets the other one go first; nobody has yet. */
  yields: option(process),
});

interface Constants {
  readonly yielding: boolean;
}
type State = StateOf<typeof state> & { readonly constants: Constants };

const faults: readonly Fault[] = [
  {
    name: "never-yields",
    kind: "invented",
    says: "a process that waits takes the turn for itself",
    source: "a slip that is often made from memory",
  },
];

const { action, never } = author(state, constants<Constants>());

const otherThan = (s: State, who: Process): Process => {
  const other = s.processes.firstKey((_, candidate) => candidate !== who);
  if (other === undefined) throw new Error("there are two processes");
  return other;
};

const announce = action("announce", {
  parameters: { who: process },
  atomicUnder: "one store",
  enabled: (s, { who }) => s.processes[who].at === "idle",
  effect: (draft, { who }) => {
    draft.processes[who].at = "announced";
    draft.processes[who].wants = true;
  },
});

const yieldTurn = action("yield", {
  parameters: { who: process },
  atomicUnder: "one store",
  enabled: (s, { who }) => s.processes[who].at === "announced",
  effect: (draft, { who }) => {
    draft.processes[who].at = "waiting";
    draft.yields = draft.constants.yielding ? who : otherThan(draft, who);
  },
});

const enter = action("enter", {
  parameters: { who: process },
  atomicUnder: "two loads that cannot be told from one, since the other process only ever stores in this one's favour",
  enabled: (s, { who }) =>
    s.processes[who].at === "waiting" && (s.yields !== who || !s.processes[otherThan(s, who)].wants),
  effect: (draft, { who }) => {
    const other = draft.processes[otherThan(draft, who)];
    draft.processes[who].at = "critical";
    draft.processes[who].overtaken = false;
    if (other.at === "waiting") other.overtaken = true;
  },
});

const leave = action("leave", {
  parameters: { who: process },
  atomicUnder: "one store",
  enabled: (s, { who }) => s.processes[who].at === "critical",
  effect: (draft, { who }) => {
    draft.processes[who].at = "idle";
    draft.processes[who].wants = false;
  },
});

const bothCritical = never("both-critical", {
  says: "the two processes are never in the critical section together",
  violatedBy: ["never-yields"],
  exercisedWhen: (s) => s.processes.some(({ at }) => at === "critical"),
  state: (s) => s.processes.every(({ at }) => at === "critical"),
});

const overtakenTwice = never("overtaken-twice", {
  says: "nobody enters twice while the other one waits",
  violatedBy: ["never-yields"],
  on: [enter],
  exercisedWhen: (before, { who }) => before.processes[otherThan(before, who)].at === "waiting",
  step: (before, { who }) => {
    const other = before.processes[otherThan(before, who)];
    return other.at === "waiting" && other.overtaken;
  },
});

/** Peterson's algorithm, and a slip in it. */
export const peterson = scenario({
  name: "peterson",
  says: "two processes keep out of each other's critical section",
  state,
  faults,
  constants: ({ has }): Constants => ({ yielding: !has("never-yields") }),
  symmetry: () => [process],
  actions: [announce, yieldTurn, enter, leave],
  properties: [bothCritical, overtakenTwice],
});

export default peterson;
