/** Breakers of leases of user space get through in the end, and so does every other call. */
import { holds, liveness, type State, type TaskId, taskId } from "../model/state.js";
import { forEach, leadsTo } from "../src/machine/formula.js";

/** Waiting ends. */
export const breakersProceed = liveness("breakers-proceed", {
  says: "An operation that sleeps until conflicting leases are given up goes on in the end, whatever their holders do.",
  source: "fcntl(2), F_SETLEASE: the lease breaker is unblocked when the timeout expires; fs/locks.c __break_lease",
  violatedBy: ["B2", "B3", "B15", "deadlines=false"],
  formula: (_, scope) =>
    forEach(taskId, scope, (task) =>
      leadsTo(
        holds(`task ${task} sleeps in a break`, (s) => s.tasks[task].at === "asleep"),
        holds(`task ${task} goes on`, (s) => s.tasks[task].at !== "asleep"),
      ),
    ),
});

/** What waits for no lease is not held up. */
export const callsReturn = liveness("calls-return", {
  says: "A system call that waits for no lease returns in the end, or comes to wait for one.",
  source: "fs/locks.c __break_lease: whoever waits for a lease sleeps, and leaves the processor to others",
  violatedBy: ["B4"],
  formula: (_, scope) =>
    forEach(taskId, scope, (task) =>
      leadsTo(
        holds(`task ${task} is in a call, awake`, (s) => isAwakeInCall(s, task)),
        holds(`task ${task} has returned, or sleeps in a break`, (s) => !isAwakeInCall(s, task)),
      ),
    ),
});

const OUTSIDE = new Set(["user", "absent", "zombie", "asleep"]);
const isAwakeInCall = (s: State, task: TaskId): boolean => !OUTSIDE.has(s.tasks[task].at);
