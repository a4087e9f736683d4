/** What the properties look at in a break: who broke what, and who got through. */

import { startBreak, timeOut, wakeUp } from "../model/leases/break.js";
import { shouldConflict } from "../model/leases/conflict.js";
import {
  type FileId,
  type GroupId,
  type InodeId,
  known,
  type Lease,
  type LeaseType,
  type State,
  type TaskId,
} from "../model/state.js";
import { countLate, testForLeases } from "../model/vfs/open.js";
import { define } from "../src/machine/definition.js";

/** The steps at which an operation that conflicts with leases can get through. */
export const throughSteps = [testForLeases, startBreak, wakeUp, timeOut, countLate];

/** The inode that a task's call is about. */
export const inodeOf = (s: State, task: TaskId): InodeId => known(s.tasks[task].inode);

/** The lease of the same description in another state, if it is listed there. */
export const sameLease = (s: State, inode: InodeId, lease: Lease): Lease | undefined =>
  s.inodes[inode].leases.first((other) => other.file === lease.file);

/** Whether the step from `before` marked the lease: the break that it now waits for was not asked for then. */
export function isNewlyAsked(before: State, inode: InodeId, lease: Lease): boolean {
  if (!lease.unlockPending && !lease.downgradePending) return false;
  const earlier = sameLease(before, inode, lease);
  return (
    earlier !== undefined &&
    ((lease.unlockPending && !earlier.unlockPending) || (lease.downgradePending && !earlier.downgradePending))
  );
}

/** Whether the step marked a lease that passes the test. */
export const marksLease = (before: State, inode: InodeId, after: State, test: (lease: Lease) => boolean): boolean =>
  after.inodes[inode].leases.some((lease) => isNewlyAsked(before, inode, lease) && test(lease));

/** Whether the task's operation got through in this step: nothing is in its way any more. */
export function getsThrough(after: State, task: TaskId): boolean {
  const { at } = after.tasks[task];
  return at === "user" || at === "to truncate" || at === "to replace";
}

/** Whether the holder was asked, before or now, for what an operation of the mode needs. */
export const wasAsked = (lease: Lease, mode: LeaseType): boolean =>
  lease.unlockPending || (mode === "read" && lease.downgradePending);

/** Whether the lease was created by another process than the group's; a process that has exited is always another. */
export const isForeign = (lease: Lease, group: GroupId): boolean => lease.tgid !== group || lease.creatorGone;

/** Whether the operation meets a lease that it must not pass, by the design and by the types. */
export const meetsConflict = (s: State, inode: InodeId, group: GroupId, mode: LeaseType): boolean =>
  s.inodes[inode].leases.some((lease) => shouldConflict(s, lease, group, mode));

const isBeingGranted = define(
  (s: State, task: TaskId, file: FileId) => s.tasks[task].at === "listed" && s.tasks[task].file === file,
);

/** Whether the grant of this lease is over: no task is still inside F_SETLEASE for it, and may yet undo it. */
export const isFinished: (s: State, file: FileId) => boolean = define((s, file) =>
  s.tasks.every((_, task) => !isBeingGranted(s, task, file)),
);
