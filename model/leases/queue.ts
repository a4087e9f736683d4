/**
 * The forest of sleeping breakers: each is queued on a lease, or below another breaker that it conflicts with.
 * Edges are `flc_blocker`, siblings stand in the order in which they came (`flc_blocked_requests`).
 */
import { NONE, PASSED } from "../clock.js";
import { type Draft, type FileId, type InodeId, known, type State, type TaskId } from "../state.js";
import { breakersConflict } from "./conflict.js";

/** Whether a sleeping breaker still has its edge: nobody has woken it. */
export const isQueued = (s: State, task: TaskId): boolean => {
  const { blocker, behind } = s.tasks[task];
  return blocker !== null || behind !== null;
};

/**
 * A breaker goes to sleep (`__break_lease` from *restart*; `locks_insert_block`). It queues on the first lease of the
 * list, conflicting or not, below every breaker there that it conflicts with, and sleeps until that lease's break time:
 * for one jiffy where none is set. A time that has passed already makes the sleep end at once; with B15 it never does.
 */
export function queue(draft: Draft, task: TaskId): void {
  const self = draft.tasks[task];
  const inode = draft.inodes[known(self.inode)];
  const victim = inode.leases.at(0);
  self.at = "asleep";
  self.timer = victim.breakTime === PASSED && draft.constants.faults.B15 ? draft.constants.never : victim.breakTime;
  let above = firstInTheWay(draft, task, victim.file, null);
  if (above === undefined) self.blocker = victim.file;
  else {
    for (let next = above as TaskId | undefined; next !== undefined; ) {
      above = next;
      next = firstInTheWay(draft, task, null, above);
    }
    self.behind = above;
  }
  inode.queue.push(task);
}

/** The first breaker directly below a lease or below another breaker that the comer conflicts with. */
function firstInTheWay(s: State, comer: TaskId, lease: FileId | null, above: TaskId | null): TaskId | undefined {
  return s.inodes[known(s.tasks[comer].inode)].queue.first((queued) => {
    const { blocker, behind } = s.tasks[queued];
    return blocker === lease && behind === above && breakersConflict(s, queued, comer);
  });
}

/** Takes a breaker out of the queue: its sleep is over (`__locks_wake_up_blocks`). */
export function wake(draft: Draft, inode: InodeId, task: TaskId): void {
  const self = draft.tasks[task];
  self.blocker = null;
  self.behind = null;
  self.timer = NONE;
  const { queue: waiting } = draft.inodes[inode];
  waiting.removeAt(known(waiting.firstKey((queued) => queued === task)));
}

/** Wakes the breakers that are queued directly on a lease (`locks_wake_up_blocks`). */
export function wakeWaitersOf(draft: Draft, inode: InodeId, lease: FileId): void {
  draft.inodes[inode].queue.forEach((queued) => {
    if (draft.tasks[queued].blocker === lease) wake(draft, inode, queued);
  });
}

/** A breaker that is no longer asleep removes its own edge and wakes those below it (`__locks_delete_block`). */
export function leaveQueue(draft: Draft, task: TaskId): void {
  const inode = known(draft.tasks[task].inode);
  if (isQueued(draft, task)) wake(draft, inode, task);
  draft.inodes[inode].queue.forEach((queued) => {
    if (draft.tasks[queued].behind === task) wake(draft, inode, queued);
  });
}
