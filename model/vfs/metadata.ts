/**
 * Changing metadata or names where delegations may stand in the way (F_SETDELEG): try under i_rwsem, wait without it, try
 * again. fs/attr.c notify_change, fs/namei.c, include/linux/fs.h try_break_deleg and break_deleg_wait, 6.19.
 */
import { closeGaps } from "../clock.js";
import { askConflicting } from "../leases/break.js";
import { timeOutLeases } from "../leases/modify.js";
import type { Draft, InodeId, State, TaskId } from "../state.js";
import { groupOf, returnToUser } from "../tasks.js";

/** Whether the scan would have to wait for flc_lock, which a grant holds: so does it i_rwsem, which it only tries to take. */
export const metadataMustWait = (s: State, inode: InodeId): boolean => s.inodes[inode].locked;

/**
 * One attempt, under i_rwsem. Without a delegation in the way the change is made, and the call is over; i_rwsem keeps new
 * ones out between the two. Otherwise their holders are asked, and the call waits for them.
 * @returns whether the change is made
 */
export function attemptChange(draft: Draft, task: TaskId, inode: InodeId): boolean {
  timeOutLeases(draft, inode);
  const inTheWay = askConflicting(draft, inode, groupOf(draft, task), "write");
  if (inTheWay) {
    const self = draft.tasks[task];
    self.at = "about to break";
    self.call = "change metadata";
    self.inode = inode;
    self.blocking = true;
  } else returnToUser(draft, task);
  closeGaps(draft);
  return !inTheWay;
}
