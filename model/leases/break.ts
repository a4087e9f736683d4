/** Breaking leases: fs/locks.c __break_lease, 6.12–6.18, from its first critical section to its return. */
import { closeGaps, newDeadline, PASSED } from "../clock.js";
import {
  action,
  type Draft,
  type GroupId,
  type InodeId,
  known,
  type LeaseDraft,
  type LeaseType,
  type State,
  type TaskId,
  taskId,
} from "../state.js";
import { groupOf } from "../tasks.js";
import { afterBreak } from "../vfs/after-break.js";
import { anyLeaseConflicts, breakMode, conflicts } from "./conflict.js";
import { timeOutLeases } from "./modify.js";
import { notify } from "./notify.js";
import { markPending } from "./pending.js";
import { isQueued, leaveQueue, queue } from "./queue.js";

const inodeOf = (s: State, task: TaskId): InodeId => known(s.tasks[task].inode);

/** Whether no task holds flc_lock of the inode that the task's call is about. */
const lockIsFree = (s: State, task: TaskId): boolean => !s.inodes[inodeOf(s, task)].locked;

/** Asks the holder of a conflicting lease to give it up, or to become a reader; not twice for the same. */
function ask(draft: Draft, lease: LeaseDraft, mode: LeaseType, deadline: number): void {
  if (!markPending(lease, mode)) return;
  if (mode === "write") lease.breakTime = deadline;
  else lease.downgradeTime = deadline;
  notify(draft, lease);
}

/** Asks every holder whose lease conflicts. @returns whether there is one */
export function askConflicting(draft: Draft, inode: InodeId, group: GroupId, mode: LeaseType): boolean {
  if (!anyLeaseConflicts(draft, inode, group, mode)) return false;
  const deadline = newDeadline(draft);
  draft.inodes[inode].leases.forEach((lease) => {
    if (conflicts(draft, lease, group, mode)) ask(draft, lease, mode, deadline);
  });
  return true;
}

/**
 * An operation meets the leases of its inode: every conflicting holder that was not asked before is asked, and the operation
 * returns, fails with EWOULDBLOCK, or queues.
 */
export const startBreak = action("start break", {
  parameters: { task: taskId },
  atomicUnder: "flc_lock",
  source: "fs/locks.c __break_lease up to break_lease_block, 6.12–6.18",
  enabled: (s, { task }) => s.tasks[task].at === "about to break" && lockIsFree(s, task),
  effect: (draft, { task }) => {
    const inode = inodeOf(draft, task);
    timeOutLeases(draft, inode);
    if (askConflicting(draft, inode, groupOf(draft, task), breakMode(draft, task))) {
      if (draft.tasks[task].blocking) queue(draft, task);
      else draft.tasks[task].at = "failing";
    } else afterBreak(draft, task);
    closeGaps(draft);
  },
});

/** The end of a sleep: no new request to holders (W-j), only another look at the list. */
function resume(draft: Draft, task: TaskId): void {
  const inode = inodeOf(draft, task);
  const group = groupOf(draft, task);
  const mode = breakMode(draft, task);
  if (anyLeaseConflicts(draft, inode, group, mode)) {
    if (draft.constants.asksAgain) askConflicting(draft, inode, group, mode);
    queue(draft, task);
  } else afterBreak(draft, task);
  closeGaps(draft);
}

/** A breaker that somebody woke looks again. It does not scan for expiry. */
export const wakeUp = action("wake up", {
  parameters: { task: taskId },
  atomicUnder: "flc_lock",
  source: "fs/locks.c __break_lease from break_lease_unblock, 6.12–6.18",
  enabled: (s, { task }) => s.tasks[task].at === "asleep" && !isQueued(s, task) && lockIsFree(s, task),
  effect: (draft, { task }) => {
    leaveQueue(draft, task);
    resume(draft, task);
  },
});

/**
 * A breaker that slept its full time, or one jiffy where no break time was set, scans for expiry and looks again. (One that
 * is woken between the end of its time and flc_lock would scan as well; it is taken for one that was woken.)
 */
export const timeOut = action("time out", {
  parameters: { task: taskId },
  atomicUnder: "flc_lock",
  source: "fs/locks.c __break_lease from break_lease_unblock, 6.12–6.18",
  enabled: (s, { task }) =>
    s.tasks[task].at === "asleep" && s.tasks[task].timer <= PASSED && isQueued(s, task) && lockIsFree(s, task),
  effect: (draft, { task }) => {
    leaveQueue(draft, task);
    timeOutLeases(draft, inodeOf(draft, task));
    resume(draft, task);
  },
});

/** A sleeping breaker is interrupted: the call will fail with EINTR or start again. What was asked of holders stays. */
export function breakOffSleep(draft: Draft, task: TaskId): void {
  leaveQueue(draft, task);
  draft.tasks[task].at = "failing";
  closeGaps(draft);
}

/** Whether a sleeping breaker can be interrupted now: it is queued, and flc_lock is free. */
export const canBeInterrupted = (s: State, task: TaskId): boolean =>
  s.tasks[task].at === "asleep" && isQueued(s, task) && lockIsFree(s, task);

/** A signal that has nothing to do with leases, or a fatal one, interrupts a sleeping breaker. */
export const interrupt = action("interrupt", {
  parameters: { task: taskId },
  atomicUnder: "flc_lock",
  source: "fs/locks.c __break_lease, -ERESTARTSYS from wait_event_interruptible_timeout, 6.12–6.18",
  when: ({ options, deadly }) => options.signals === "any" || deadly,
  enabled: (s, { task }) =>
    canBeInterrupted(s, task) && (s.constants.options.signals === "any" || s.groups[groupOf(s, task)].killed === 1),
  effect: (draft, { task }) => breakOffSleep(draft, task),
});
