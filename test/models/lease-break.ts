/**
 * Tasks that open files and lease them. A conflicting open by another thread group blocks until the holders have given
 * their leases up or weakened them. The same states and steps as a TLA+ model whose counts TLC and Spin agree on.
 *
 * Tasks of a thread group are interchangeable, and so are groups of the same size. Files are positions and not ids: an
 * idle task points at file 0.
 */
import {
  author,
  constants,
  define,
  type Id,
  id,
  interchangeable,
  number,
  oneOf,
  range,
  record,
  type Scope,
  type StateOf,
  scenario,
  vector,
} from "../../src/index.js";

const last =
  (key: string) =>
  (scope: Scope): number =>
    Number(scope[key]) - 1;
const task = id("task", "tasks");
const file = range(0, last("files"));
const mode = oneOf("read", "write");

const state = record({
  tasks: vector(task, record({ at: oneOf("idle", "blocked read", "blocked write", "reads", "writes"), file })),
  /** By file, then by holder. */
  leases: vector(
    "files",
    vector(task, oneOf("none", "read", "write", "read to unlock", "write to unlock", "write to read")),
  ),
});

interface Constants {
  /** The thread group of each task. */
  readonly group: readonly number[];
}
type State = StateOf<typeof state> & { readonly constants: Constants };
type Mode = "read" | "write";
type Lease = ReturnType<State["leases"][number]["at"]>;

type Who = Id<"task">;

const { action, always } = author(state, constants<Constants>());

const isWrite = (lease: Lease): boolean =>
  lease === "write" || lease === "write to unlock" || lease === "write to read";
const isBreaking = (lease: Lease): boolean => lease !== "none" && lease !== "read" && lease !== "write";
const isBlocked = (s: State, who: Who): boolean =>
  s.tasks[who].at === "blocked read" || s.tasks[who].at === "blocked write";
const isOpen = (s: State, who: Who): boolean => s.tasks[who].at === "reads" || s.tasks[who].at === "writes";

const foreign = (s: State, a: Who, b: Who): boolean => s.constants.group[a] !== s.constants.group[b];
const conflicts = (s: State, who: Who, lease: Lease, holder: Who, wanted: Mode): boolean =>
  (wanted === "write" ? lease !== "none" : isWrite(lease)) && foreign(s, who, holder);
const meetsConflict = (s: State, who: Who, what: number, wanted: Mode): boolean =>
  s.leases[what].some((lease, holder) => conflicts(s, who, lease, holder, wanted));

const broken = (lease: Lease, by: Mode): Lease => {
  if (by === "read") return lease === "write" ? "write to read" : lease;
  if (lease === "read") return "read to unlock";
  return lease === "write" || lease === "write to read" ? "write to unlock" : lease;
};

const open = action("open", {
  parameters: { who: task, what: file, wanted: mode },
  enabled: (s, { who }) => s.tasks[who].at === "idle",
  effect: (draft, { who, what, wanted }) => {
    const opener = draft.tasks[who];
    opener.file = what;
    if (meetsConflict(draft, who, what, wanted)) {
      opener.at = wanted === "write" ? "blocked write" : "blocked read";
      const leases = draft.leases[what];
      leases.forEach((lease, holder) => {
        if (conflicts(draft, who, lease, holder, wanted)) leases.set(holder, broken(lease, wanted));
      });
    } else opener.at = wanted === "write" ? "writes" : "reads";
  },
});

const unblock = action("unblock", {
  parameters: { who: task },
  enabled: (s, { who }) =>
    isBlocked(s, who) &&
    !meetsConflict(s, who, s.tasks[who].file, s.tasks[who].at === "blocked write" ? "write" : "read"),
  effect: (draft, { who }) => {
    const opener = draft.tasks[who];
    opener.at = opener.at === "blocked write" ? "writes" : "reads";
  },
});

const isBeingBroken = define((s: State, what: number) => s.leases[what].some(isBreaking));
const hasWriteLease = define((s: State, what: number) => s.leases[what].some(isWrite));
const hasOpen = define((s: State, who: Who, what: number) => s.tasks[who].file === what && isOpen(s, who));
const writes = define((s: State, who: Who, what: number) => s.tasks[who].at === "writes" && s.tasks[who].file === what);

const mayReadLease = (s: State, what: number): boolean =>
  !hasWriteLease(s, what) && !s.tasks.some((_, other) => writes(s, other, what));
const mayWriteLease = (s: State, who: Who, what: number): boolean =>
  !s.tasks.some((_, other) => other !== who && hasOpen(s, other, what));

const setLease = action("set lease", {
  parameters: { who: task, wanted: mode },
  enabled: (s, { who, wanted }) => {
    if (!isOpen(s, who)) return false;
    const what = s.tasks[who].file;
    if (s.leases[what].at(who) !== "none" || isBeingBroken(s, what)) return false;
    return wanted === "read" ? mayReadLease(s, what) : mayWriteLease(s, who, what);
  },
  effect: (draft, { who, wanted }) => draft.leases[draft.tasks[who].file].set(who, wanted),
});

const close = action("close", {
  parameters: { who: task },
  enabled: (s, { who }) => isOpen(s, who),
  effect: (draft, { who }) => {
    const closer = draft.tasks[who];
    draft.leases[closer.file].set(who, "none");
    closer.at = "idle";
    closer.file = 0;
  },
});

const acknowledge = action("acknowledge", {
  parameters: { who: task, what: file },
  enabled: (s, { who, what }) => isBreaking(s.leases[what].at(who)),
  effect: (draft, { who, what }) => {
    const leases = draft.leases[what];
    leases.set(who, leases.at(who) === "write to read" ? "read" : "none");
  },
});

const writersMeetNoForeignLease = always("writers-meet-no-foreign-lease", {
  says: "a task that has a file open for writing meets no lease of another thread group on it",
  parameters: { writer: task },
  exercisedWhen: (s, { writer }) => s.tasks[writer].at === "writes",
  state: (s, { writer }) => {
    const { at, file } = s.tasks[writer];
    return at !== "writes" || s.leases[file].every((lease, holder) => lease === "none" || !foreign(s, writer, holder));
  },
});

const oneWriteLeaseAFile = always("one-write-lease-a-file", {
  says: "no two tasks hold write leases on the same file",
  parameters: { what: file },
  exercisedWhen: (s, { what }) => s.leases[what].some(isWrite),
  state: (s, { what }) => s.leases[what].count(isWrite) <= 1,
});

/** Tasks in thread groups of two that open and lease files. */
export const leaseBreak = scenario({
  name: "lease-break",
  says: "opens that conflict with leases of other thread groups wait for the holders",
  state,
  scope: {
    tasks: number(1, 8, 5, "tasks, in thread groups of two"),
    files: number(1, 4, 2, "files"),
  },
  scopes: { quick: { tasks: 3 } },
  constants: ({ scope }): Constants => ({
    group: Array.from({ length: Number(scope.tasks) }, (_, index) => Math.floor(index / 2) + 1),
  }),
  symmetry: ({ group }) => [interchangeable(task, { blocks: group })],
  actions: [open, unblock, setLease, close, acknowledge],
  properties: [writersMeetNoForeignLease, oneWriteLeaseAFile],
});

export default leaseBreak;
