/** Situations of kernel threads that must be reachable: a model in which they are not says nothing. */
import { endGroup } from "../model/kthreads/group.js";
import { answer, run } from "../model/kthreads/newborn.js";
import { sometimes } from "../model/kthreads/state.js";
import { endStop } from "../model/kthreads/stop.js";
import { hasLiveSibling } from "../model/kthreads/wake.js";

const KTHREAD = "kernel/kthread.c kthread, 5.0 and 6.12";

/** The leader goes first. */
export const leaderIsZombie = sometimes("leader-exits-first", {
  says: "A group's kthreadd has exited and stays as a zombie, with the number of the thread group, because threads of it live.",
  source: "kernel/exit.c exit_notify, delay_group_leader, 5.0 and 6.12",
  state: (s) => s.tasks.some(({ at, tgid }, task) => at === "dead" && tgid === task && hasLiveSibling(s, task)),
});

/** A group ends. */
export const groupIsFreed = sometimes("group-is-freed", {
  says: "A group is stopped and freed after a thread was created in it.",
  source: "[PATCH 3/4] kthreads: allow multiple kthreadd's: kthread_stop_group",
  on: [endGroup],
  step: (before) => before.creators.some(({ role, thread }) => role === "creator" && thread !== null),
});

/** A creator gives up in time. */
export const orphanGoes = sometimes("orphan-exits", {
  says: "A new thread finds that its creator was killed, frees the request and exits.",
  source: KTHREAD,
  applies: ({ options }) => options.kill,
  on: [answer],
  step: (_before, { task }, after) => after.tasks[task].at === "absent",
});

/** A creator is killed too late. */
export const waitsAfterAll = sometimes("killed-creator-waits", {
  says: "A creator that was killed has to wait after all, because its thread is about to answer.",
  source: "kernel/kthread.c __kthread_create_on_node, 5.0 and 6.12",
  applies: ({ options }) => options.kill,
  state: (s) => s.creators.some(({ at }) => at === "waiting unkillably"),
});

/** Stopped before it ran. */
export const neverRan = sometimes("stopped-before-it-ran", {
  says: "A thread is told to stop before it has called its function, and exits without.",
  source: KTHREAD,
  on: [run],
  step: (before, { task }) => before.tasks[task].shouldStop && before.tasks[task].runs === null,
});

/** A thread is stopped. */
export const threadIsStopped = sometimes("thread-is-stopped", {
  says: "kthread_stop returns.",
  source: "kernel/kthread.c kthread_stop, 5.0 and 6.12",
  on: [endStop],
  step: () => true,
});
