/** What kernel threads hold up goes on in the end: creations, stops, and the sleep of who has nothing to do. */
import { creatorId, groupId, holds, liveness, type State, type TaskId, taskId } from "../model/kthreads/state.js";
import { isAlive } from "../model/kthreads/wake.js";
import { forEach, leadsTo } from "../src/machine/formula.js";

const PATCH_3 = "[PATCH 3/4] kthreads: allow multiple kthreadd's, 1 May 2020";

/** No creation waits for ever, and none is left lying about. */
export const createRequestsAreAnswered = liveness("create-requests-are-answered", {
  says:
    "A creation request that is made is over in the end: its creator has taken the answer, or was refused, or was killed, and then " +
    "whoever answers it has freed it.",
  source: `${PATCH_3}; kernel/kthread.c __kthread_create_on_node, commit 786235eeba0e (3.13)`,
  violatedBy: ["posted", "H2"],
  formula: (_, scope) =>
    forEach(creatorId, scope, (creator) =>
      leadsTo(
        holds(`creator ${creator} has a request`, (s) => s.creators[creator].record),
        holds("it is over", (s) => !s.creators[creator].record),
      ),
    ),
});

/** Stops come back. */
export const stopTerminates = liveness("stop-terminates", {
  says: "kthread_stop and kthread_stop_group return in the end.",
  source: `kernel/kthread.c kthread_stop, 5.0 and 6.12; ${PATCH_3}: kthread_stop_group`,
  violatedBy: ["posted", "H1"],
  formula: (_, scope) => ({
    op: "and",
    of: [
      forEach(creatorId, scope, (creator) => {
        const stops = (s: State): boolean =>
          s.creators[creator].at === "to wake stopped" || s.creators[creator].at === "stopping";
        return leadsTo(
          holds(`creator ${creator} stops its thread`, stops),
          holds("kthread_stop has returned", (s) => !stops(s)),
        );
      }),
      forEach(groupId, scope, (group) =>
        leadsTo(
          holds(`group ${group} is being stopped`, (s) => s.groups[group].stop !== "no"),
          holds("kthread_stop_group has returned", (s) => s.groups[group].stop === "no"),
        ),
      ),
    ],
  }),
});

/** Whether a task is a kthreadd with nothing to do: no request, and no order to stop. */
const isIdle = (s: State, task: TaskId): boolean => {
  const { runs, shouldStop } = s.tasks[task];
  return runs !== null && isAlive(s, task) && !shouldStop && s.groups[runs].requests.length === 0;
};

/** No busy loop. */
export const kthreaddComesToRest = liveness("kthreadd-comes-to-rest", {
  says: "A kthreadd with nothing to do sleeps in the end, unless it gets something to do: no busy loop.",
  source: "kernel/kthread.c kthreadd; include/linux/sched/signal.h signal_pending_state, 5.0 and 6.12",
  violatedBy: ["posted", "H4"],
  formula: (_, scope) =>
    forEach(taskId, scope, (task) =>
      leadsTo(
        holds(`kthreadd ${task} has nothing to do`, (s) => isIdle(s, task)),
        holds("it sleeps, or has something to do", (s) => s.tasks[task].at === "asleep" || !isIdle(s, task)),
      ),
    ),
});
