/** Whether an operation and a lease conflict: fs/locks.c leases_conflict, 6.12–6.18, and the design's exemption. */

import { type GroupId, type InodeId, known, type Lease, type LeaseType, type State, type TaskId } from "../state.js";
import { groupOf } from "../tasks.js";
import { isBreaking, typesConflict } from "./pending.js";

/** Whether the design lets an operation of the group pass the lease. */
export function isExempt(s: State, lease: Lease, group: GroupId): boolean {
  const { exempts } = s.constants;
  return exempts !== "nobody" && lease.tgid === group && (exempts === "own group" || lease.asks === 1);
}

/** Whether the design and the types make an operation of the group conflict with the lease. */
export const shouldConflict = (s: State, lease: Lease, group: GroupId, mode: LeaseType): boolean =>
  typesConflict(lease.type, mode) && !isExempt(s, lease, group);

/** The same as the code finds it; with B3 a lease that is being broken conflicts with everything. */
export const conflicts = (s: State, lease: Lease, group: GroupId, mode: LeaseType): boolean =>
  (typesConflict(lease.type, mode) || (s.constants.faults.B3 && isBreaking(lease))) && !isExempt(s, lease, group);

/** Whether any lease of the inode conflicts: any_leases_conflict. */
export const anyLeaseConflicts = (s: State, inode: InodeId, group: GroupId, mode: LeaseType): boolean =>
  s.inodes[inode].leases.some((lease) => conflicts(s, lease, group, mode));

/** How a task's call breaks leases: as a reader, or as a writer. */
export function breakMode(s: State, task: TaskId): LeaseType {
  const { call, file } = s.tasks[task];
  if (call === "truncate" || call === "change metadata") return "write";
  if (call === "open truncating" && !s.constants.faults.B18) return "write";
  return s.files[known(file)].mode === "read" ? "read" : "write";
}

/** Whether one breaker has to queue below another rather than beside it. A breaker stands in line as a lease that asks for nothing. */
export const breakersConflict = (s: State, queued: TaskId, comer: TaskId): boolean =>
  typesConflict(breakMode(s, queued), breakMode(s, comer)) &&
  !(s.constants.exempts === "own group" && groupOf(s, queued) === groupOf(s, comer));
