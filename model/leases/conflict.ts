/** Whether an operation and a lease conflict: fs/locks.c leases_conflict, 6.12–6.18, and the design's exemption. */

import { type GroupId, type InodeId, known, type Lease, type LeaseType, type State, type TaskId } from "../state.js";
import { groupOf } from "../tasks.js";
import { isBreaking, typesConflict } from "./pending.js";

/** Whether the design lets an operation of the group pass what is recorded for another (or the same) group. */
export const isExempt = (s: State, recorded: GroupId, group: GroupId): boolean =>
  s.constants.exemptsOwnGroup && recorded === group;

/** Whether the design and the types make an operation of the group conflict with the lease. */
export const shouldConflict = (s: State, lease: Lease, group: GroupId, mode: LeaseType): boolean =>
  typesConflict(lease.type, mode) && !isExempt(s, lease.tgid, group);

/** The same as the code finds it; with B3 a lease that is being broken conflicts with everything. */
export const conflicts = (s: State, lease: Lease, group: GroupId, mode: LeaseType): boolean =>
  (typesConflict(lease.type, mode) || (s.constants.faults.B3 && isBreaking(lease))) && !isExempt(s, lease.tgid, group);

/** Whether any lease of the inode conflicts: any_leases_conflict. */
export const anyLeaseConflicts = (s: State, inode: InodeId, group: GroupId, mode: LeaseType): boolean =>
  s.inodes[inode].leases.some((lease) => conflicts(s, lease, group, mode));

/** How a task's call breaks leases: as a reader, or as a writer. */
export function breakMode(s: State, task: TaskId): LeaseType {
  const { call, file } = s.tasks[task];
  if (call === "truncate") return "write";
  if (call === "open truncating" && !s.constants.faults.B18) return "write";
  return s.files[known(file)].mode === "read" ? "read" : "write";
}

/** Whether one breaker has to queue below another rather than beside it. */
export const breakersConflict = (s: State, queued: TaskId, comer: TaskId): boolean =>
  typesConflict(breakMode(s, queued), breakMode(s, comer)) && !isExempt(s, groupOf(s, queued), groupOf(s, comer));
