/** Servers in user space: what they have begun comes to an end. */
import { serves } from "../model/userspace/server.js";
import { holds, liveness, type State, type TaskId, taskId } from "../model/userspace/state.js";
import { forEach, leadsTo } from "../src/machine/formula.js";

/** Waiting ends. */
export const serverBreakersProceed = liveness("breakers-proceed", {
  says: "A thread of the server, or a process beside it, that sleeps until leases are given up goes on in the end.",
  source: "fcntl(2), F_SETLEASE: the lease breaker is unblocked when the timeout expires; fs/locks.c __break_lease",
  // Delegations that are granted again as soon as they are given back starve whoever changes names or attributes: it is
  // woken, and looks, when the next one is listed. knfsd remembers for half a minute what it has recalled.
  violatedBy: ["U3", "sets=F_SETDELEG"],
  formula: (_, scope) =>
    forEach(taskId, scope, (task) =>
      leadsTo(
        holds(`task ${task} sleeps in a break`, (s) => s.tasks[task].at === "asleep"),
        holds(`task ${task} goes on`, (s) => s.tasks[task].at !== "asleep"),
      ),
    ),
});

/** Requests end. */
export const serverAnswers = liveness("requests-are-answered", {
  says: "A request that a thread of the server has taken up is answered in the end, be it with “try later”.",
  source: "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter: “careful locking”; deduced",
  violatedBy: ["U3"],
  formula: (_, scope) =>
    forEach(taskId, scope, (task) =>
      leadsTo(
        holds(`task ${task} has a request`, (s) => isBusy(s, task)),
        holds("it has answered", (s) => !isBusy(s, task)),
      ),
    ),
});

const isBusy = (s: State, task: TaskId): boolean => serves(s, task) && s.workers[task].does !== "nothing";
