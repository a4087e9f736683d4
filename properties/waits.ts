/** Breakers that wait: for a reason, on something, and not for ever. */
import { isRunning, NONE, PASSED } from "../model/clock.js";
import { startBreak, timeOut, wakeUp } from "../model/leases/break.js";
import { breakMode, shouldConflict } from "../model/leases/conflict.js";
import { isQueued } from "../model/leases/queue.js";
import { always, known, never, type State, type TaskId } from "../model/state.js";
import { groupOf } from "../model/tasks.js";
import { inodeOf, meetsConflict } from "./breaks.js";

const isAsleep = (s: State, task: TaskId): boolean => s.tasks[task].at === "asleep";

/** No refusal without a conflict. */
export const onlyConflictsRefuse = always("only-conflicts-refuse", {
  says: "An operation goes to sleep, or fails with EWOULDBLOCK, only while a lease stands that conflicts with it by its type.",
  source: "fcntl(2), F_SETLEASE; fs/locks.c leases_conflict; open(2), O_NONBLOCK",
  violatedBy: ["B3"],
  on: [startBreak, wakeUp, timeOut],
  exercisedWhen: (_before, { task }, after) => isAsleep(after, task) || after.tasks[task].at === "failing",
  step: (before, { task }, after) =>
    (!isAsleep(after, task) && after.tasks[task].at !== "failing") ||
    meetsConflict(after, inodeOf(before, task), groupOf(before, task), breakMode(before, task)),
});

/** Whether the sleeper looks again no later than the lease it is queued on can be timed out, or after one jiffy. */
function isBounded(s: State, task: TaskId): boolean {
  const { timer, blocker, inode } = s.tasks[task];
  if (timer === NONE || timer === PASSED) return true;
  if (timer === s.constants.never) return false;
  const lease = s.inodes[known(inode)].leases.first(({ file }) => file === blocker);
  return lease === undefined || (isRunning(lease.breakTime) && timer <= lease.breakTime);
}

/** Every sleep has an end. */
export const waitsAreBounded = always("waits-are-bounded", {
  says: "A sleeping breaker looks again after one jiffy, or no later than at the deadline of the lease that it is queued on.",
  source: "fs/locks.c __break_lease, break_time",
  violatedBy: ["B15"],
  exercisedWhen: (s) => s.inodes.some(({ queue }) => queue.length !== 0),
  state: (s) => s.inodes.every(({ queue }) => queue.every((task) => isBounded(s, task))),
});

/** Whether a sleeper will run whatever others do: it was woken, or its time is up. */
const isDue = (s: State, task: TaskId): boolean => !isQueued(s, task) || s.tasks[task].timer <= PASSED;

/** Whether the sleeper, or a breaker that it is queued below and that wakes it in turn, is due. */
function hasWakeUpPending(s: State, task: TaskId): boolean {
  for (let next: TaskId | null = task; next !== null; next = s.tasks[next].behind) if (isDue(s, next)) return true;
  return false;
}

/** No sleep without a reason. */
export const nobodySleepsForNothing = never("nobody-sleeps-for-nothing", {
  says: "No breaker sleeps, with no wake-up pending, when no lease on the list conflicts with it.",
  source: "fs/locks.c __break_lease, which queues on the first lease, conflicting or not",
  violatedBy: ["tgid", "B3", "I1"],
  exercisedWhen: (s) => s.inodes.some(({ queue }) => queue.some((task) => !hasWakeUpPending(s, task))),
  state: (s) =>
    s.inodes.some(({ queue, leases }) =>
      queue.some((task) => {
        if (hasWakeUpPending(s, task)) return false;
        const group = groupOf(s, task);
        const mode = breakMode(s, task);
        return leases.every((lease) => !shouldConflict(s, lease, group, mode));
      }),
    ),
});

/** The queue is sound. */
export const waitersWaitOnSomething = always("waiters-wait-on-something", {
  says: "Every queued breaker is queued on a lease that is listed, or below a breaker that has not left the queue.",
  source: "fs/locks.c lease_modify, __locks_wake_up_blocks and __locks_delete_block",
  violatedBy: ["I1"],
  exercisedWhen: (s) => s.inodes.some(({ queue }) => queue.length !== 0),
  state: (s) =>
    s.inodes.every(({ queue, leases }) =>
      queue.every((task) => {
        const { blocker, behind } = s.tasks[task];
        return behind === null ? leases.some(({ file }) => file === blocker) : isAsleep(s, behind);
      }),
    ),
});
