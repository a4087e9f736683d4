/** Servers in user space: whether what a thread of the server waits for can come about while it waits. */
import { isRunning } from "../model/clock.js";
import { timeOut, wakeUp } from "../model/leases/break.js";
import { breakMode, shouldConflict } from "../model/leases/conflict.js";
import type { Lease } from "../model/state.js";
import { groupOf } from "../model/tasks.js";
import { serves } from "../model/userspace/server.js";
import { always, never, type State, type TaskId, theInode } from "../model/userspace/state.js";
import { possesses } from "../model/vfs/references.js";
import { isFinished, wasAsked } from "./breaks.js";

const LOCKING =
  "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter: “careful locking”; fs/locks.c __break_lease; deduced";

const sleepsForServer = (s: State, task: TaskId): boolean => s.tasks[task].at === "asleep" && serves(s, task);

/** Whether the task is what keeps a lease from being given back: by the lock, or as the one thread of the process that has it. */
const keepsFromReturn = (s: State, task: TaskId, lease: Lease): boolean =>
  isServers(s, lease) &&
  (s.lock === task || (s.constants.policy.server !== "threaded" && possesses(s, groupOf(s, task), lease.file)));

/** Whether a lease is the server's. */
const isServers = (s: State, lease: Lease): boolean => s.roles[lease.tgid].serves;

/** The leases that a sleeper cannot go on without: those that conflict, or the one that its timer runs for. */
function waitsFor(s: State, task: TaskId, test: (lease: Lease) => boolean): boolean {
  const { leases } = s.inodes[theInode(s)];
  const group = groupOf(s, task);
  const mode = breakMode(s, task);
  const { blocker, timer } = s.tasks[task];
  const conflicting = leases.some((lease) => shouldConflict(s, lease, group, mode));
  return leases.some(
    (lease) =>
      (conflicting ? shouldConflict(s, lease, group, mode) : lease.file === blocker && isRunning(timer)) && test(lease),
  );
}

/** Not stuck. */
export const serverDoesNotWaitForItself = never("server-waits-for-itself", {
  says:
    "A thread of the server sleeps in the kernel until a lease is given back that cannot be given back while it sleeps: the lock that " +
    "this needs is its own, or it is the only thread of the process that has the lease. Only the deadline ends that.",
  source: LOCKING,
  violatedBy: ["U3"],
  exercisedWhen: (s) => s.tasks.some(({ at }) => at === "asleep"),
  state: (s) =>
    s.tasks.some(
      (_, task) => sleepsForServer(s, task) && waitsFor(s, task, (lease) => keepsFromReturn(s, task, lease)),
    ),
});

/** Nobody else waits for a sleeper either. */
export const returnsAreNotHeldUp = always("returns-are-not-held-up", {
  says:
    "While a lease of the server is being broken, no thread of the server sleeps in the kernel that keeps it from being given back, by " +
    "the lock, or as the only thread of the process that has it.",
  source: LOCKING,
  violatedBy: ["U3"],
  exercisedWhen: (s) => s.inodes[theInode(s)].leases.some((lease) => isServers(s, lease) && lease.unlockPending),
  state: (s) =>
    s.inodes[theInode(s)].leases.every(
      (lease) =>
        !(lease.unlockPending || lease.downgradePending) ||
        s.tasks.every((_, task) => !sleepsForServer(s, task) || !keepsFromReturn(s, task, lease)),
    ),
});

/** Whoever sleeps was heard. */
export const sleeperAsksHolders = never("sleeper-was-heard", {
  says: "No breaker looks again, and goes on to sleep for a lease whose holder was not asked.",
  source: "fs/locks.c __break_lease from restart, 6.12–6.18; fcntl(2), F_SETLEASE",
  violatedBy: ["W-j"],
  on: [wakeUp, timeOut],
  exercisedWhen: (_before, { task }, after) => after.tasks[task].at === "asleep",
  step: (_before, { task }, after) => {
    if (after.tasks[task].at !== "asleep") return false;
    const group = groupOf(after, task);
    const mode = breakMode(after, task);
    return after.inodes[theInode(after)].leases.some(
      (lease) => shouldConflict(after, lease, group, mode) && !wasAsked(lease, mode) && isFinished(after, lease.file),
    );
  },
});
