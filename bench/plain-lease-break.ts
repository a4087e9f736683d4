/**
 * The model of test/models/lease-break.ts as plain objects and functions, for checkers that one would write or find
 * first: a list of steps, each with a guard and an effect that assigns.
 */

type Mode = "read" | "write";
type Lease = "none" | "read" | "write" | "read to unlock" | "write to unlock" | "write to read";

/** A state: by task where it is and with which file; by file and task the lease. */
export interface PlainState {
  tasks: { at: "idle" | "blocked read" | "blocked write" | "reads" | "writes"; file: number }[];
  leases: Lease[][];
}

/** One action with its parameters filled in. */
export interface PlainStep {
  readonly name: string;
  enabled(s: PlainState): boolean;
  /** Changes the state that it is given. */
  effect(s: PlainState): void;
}

const FILES = [0, 1];
const MODES: readonly Mode[] = ["read", "write"];

const foreign = (a: number, b: number): boolean => a >> 1 !== b >> 1;
const isWrite = (lease: Lease): boolean => lease.startsWith("write");
const isOpen = ({ at }: PlainState["tasks"][number]): boolean => at === "reads" || at === "writes";
const conflicts = (lease: Lease, holder: number, who: number, wanted: Mode): boolean =>
  foreign(holder, who) && (wanted === "write" ? lease !== "none" : isWrite(lease));
const isStopped = (s: PlainState, who: number, file: number, wanted: Mode): boolean =>
  s.leases[file].some((lease, holder) => conflicts(lease, holder, who, wanted));

function broken(lease: Lease, by: Mode): Lease {
  if (by === "read") return lease === "write" ? "write to read" : lease;
  if (lease === "read") return "read to unlock";
  return lease === "write" || lease === "write to read" ? "write to unlock" : lease;
}

const open = (who: number, file: number, wanted: Mode): PlainStep => ({
  name: `open ${who} ${file} ${wanted}`,
  enabled: (s) => s.tasks[who].at === "idle",
  effect: (s) => {
    if (isStopped(s, who, file, wanted)) {
      s.tasks[who] = { at: wanted === "write" ? "blocked write" : "blocked read", file };
      s.leases[file] = s.leases[file].map((lease, holder) =>
        conflicts(lease, holder, who, wanted) ? broken(lease, wanted) : lease,
      );
    } else s.tasks[who] = { at: wanted === "write" ? "writes" : "reads", file };
  },
});

const unblock = (who: number): PlainStep => ({
  name: `unblock ${who}`,
  enabled: (s) => {
    const { at, file } = s.tasks[who];
    return (
      (at === "blocked read" && !isStopped(s, who, file, "read")) ||
      (at === "blocked write" && !isStopped(s, who, file, "write"))
    );
  },
  effect: (s) => {
    s.tasks[who].at = s.tasks[who].at === "blocked write" ? "writes" : "reads";
  },
});

const setLease = (who: number, wanted: Mode): PlainStep => ({
  name: `set lease ${who} ${wanted}`,
  enabled: (s) => {
    const { file } = s.tasks[who];
    const leases = s.leases[file];
    if (!isOpen(s.tasks[who]) || leases[who] !== "none" || leases.some((lease) => lease.includes(" to "))) return false;
    return wanted === "read"
      ? !leases.some(isWrite) && !s.tasks.some((task) => task.at === "writes" && task.file === file)
      : !s.tasks.some((task, other) => other !== who && isOpen(task) && task.file === file);
  },
  effect: (s) => {
    s.leases[s.tasks[who].file][who] = wanted;
  },
});

const close = (who: number): PlainStep => ({
  name: `close ${who}`,
  enabled: (s) => isOpen(s.tasks[who]),
  effect: (s) => {
    s.leases[s.tasks[who].file][who] = "none";
    s.tasks[who] = { at: "idle", file: 0 };
  },
});

const acknowledge = (who: number, file: number): PlainStep => ({
  name: `acknowledge ${who} ${file}`,
  enabled: (s) => s.leases[file][who].includes(" to "),
  effect: (s) => {
    s.leases[file][who] = s.leases[file][who] === "write to read" ? "read" : "none";
  },
});

/** All steps that so many tasks can take. */
export const plainSteps = (tasks: number): PlainStep[] =>
  Array.from({ length: tasks }, (_, who) => [
    ...FILES.flatMap((file) => MODES.map((wanted) => open(who, file, wanted))),
    unblock(who),
    ...MODES.map((wanted) => setLease(who, wanted)),
    close(who),
    ...FILES.map((file) => acknowledge(who, file)),
  ]).flat();

/** Everybody idle, no leases. */
export const plainInitial = (tasks: number): PlainState => ({
  tasks: Array.from({ length: tasks }, () => ({ at: "idle", file: 0 })),
  leases: FILES.map(() => Array.from({ length: tasks }, () => "none")),
});

/** Writers meet no lease of another thread group on their file, and no file has two write leases. */
export const plainHolds = (s: PlainState): boolean =>
  s.tasks.every(({ at, file }, who) => at !== "writes" || !isStopped(s, who, file, "write")) &&
  s.leases.every((leases) => leases.filter(isWrite).length <= 1);
