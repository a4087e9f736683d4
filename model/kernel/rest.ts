/** When nothing moves any more: every thread is in user space, or sleeps with nobody about to wake it. */
import { NONE, PASSED } from "../clock.js";
import { anyLeaseConflicts, breakMode } from "../leases/conflict.js";
import { isQueued } from "../leases/queue.js";
import { known, type State, type TaskId } from "../state.js";
import { groupOf } from "../tasks.js";

/** Whether a thread sleeps one jiffy at a time, or its time is up. */
export const polls = (s: State, task: TaskId): boolean =>
  s.tasks[task].at === "asleep" && s.tasks[task].timer <= PASSED;

/** Whether any thread does. */
export const anyPolls = (s: State): boolean => s.tasks.some((_, task) => polls(s, task));

/**
 * Whether the next look of a sleeper that polls changes nothing but its place in the queue. Where the first lease has got a
 * break time meanwhile, it polls no longer from then on.
 */
function looksInVain(s: State, task: TaskId): boolean {
  const inode = known(s.tasks[task].inode);
  return (
    s.inodes[inode].leases.first(() => true)?.breakTime === NONE &&
    anyLeaseConflicts(s, inode, groupOf(s, task), breakMode(s, task)) &&
    s.inodes[inode].leases.every((lease) => lease.breakTime !== PASSED && lease.downgradeTime !== PASSED)
  );
}

/** Whether only sleepers that poll can still move. Who was killed is on the way out. */
export const isQuiet = (s: State): boolean =>
  (!s.constants.deadly || s.groups.every(({ killed }) => killed === 0)) &&
  s.tasks.every(
    ({ at }, task) => at === "absent" || at === "zombie" || at === "user" || (at === "asleep" && isQueued(s, task)),
  );

/** Whether nothing will change by itself, time aside. */
export const isAtRest = (s: State): boolean =>
  isQuiet(s) && s.tasks.every((_, task) => !polls(s, task) || looksInVain(s, task));
