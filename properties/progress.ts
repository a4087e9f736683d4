/** Breakers of leases of user space get through in the end. */
import { holds, liveness, taskId } from "../model/state.js";
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
