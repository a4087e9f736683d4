/** Kernel threads: nobody sleeps through what is meant for him, and nothing is used that is not there. */
import { clone, testList } from "../model/kthreads/kthreadd.js";
import { type GroupId, known, never, type State, sometimes, type TaskId } from "../model/kthreads/state.js";
import { isAlive } from "../model/kthreads/wake.js";

const PATCH_3 = "[PATCH 3/4] kthreads: allow multiple kthreadd's, 1 May 2020";

/** Whether somebody is about to wake the group's kthreadd. */
const isWakeUnderWay = (s: State, group: GroupId): boolean =>
  s.groups[group].stop === "to wake" ||
  s.creators.some((creator) => creator.at === "to wake" && creator.group === group);

/** Whether a kthreadd sleeps although it has something to do. */
const oversleeps = (s: State, task: TaskId): boolean => {
  const { at, runs, shouldStop } = s.tasks[task];
  if (at !== "asleep" || runs === null || isWakeUnderWay(s, runs)) return false;
  return shouldStop || s.groups[runs].requests.length !== 0;
};

/** Whether a group has requests, and its kthreadd has left. */
const isDeserted = (s: State, group: GroupId): boolean => {
  const { requests, phase, task } = s.groups[group];
  return requests.length !== 0 && (phase === "freed" || (task !== null && !isAlive(s, task)));
};

/** No wake-up is lost. */
export const noLostWakeup = never("no-lost-wakeup", {
  says:
    "No kthreadd sleeps with a request in its list, or told to stop, while nobody is about to wake it; and no request stands in a " +
    "list whose kthreadd has left.",
  source: `${PATCH_3}; kernel/kthread.c kthread_worker_fn for the order of state and test, 6.12`,
  violatedBy: ["posted", "H1", "H2"],
  exercisedWhen: (s) => s.groups.some(({ requests, stop }) => requests.length !== 0 || stop === "waiting"),
  state: (s) => s.tasks.some((_, task) => oversleeps(s, task)) || s.groups.some((_, group) => isDeserted(s, group)),
});

/** Nothing is used that is freed, or was never there. */
export const nothingAbsentUsed = never("no-use-of-freed-or-absent", {
  says: "No request and no group is used after it was freed, and no record of a kernel thread that has none.",
  source: `${PATCH_3}; kernel/kthread.c, who frees struct kthread_create_info, commit 786235eeba0e (3.13)`,
  violatedBy: ["posted", "H2", "H12", "I6"],
  exercisedWhen: (s) => s.creators.some(({ record }) => record),
  state: (s) => s.misused,
});

/** An idle kthreadd sleeps. */
export const idleKthreaddSleeps = never("idle-kthreadd-sleeps", {
  says: "No kthreadd that was neither woken nor told to stop goes round its loop with an empty list.",
  source: "kernel/kthread.c kthreadd; include/linux/sched/signal.h signal_pending_state, 5.0 and 6.12",
  violatedBy: ["posted", "H4"],
  on: [testList],
  exercisedWhen: (before, { task }) => before.groups[known(before.tasks[task].runs)].requests.length === 0,
  step: (before, { task }, after) => {
    const { runs, interruptible, shouldStop } = before.tasks[task];
    return (
      before.groups[known(runs)].requests.length === 0 &&
      interruptible &&
      !shouldStop &&
      after.tasks[task].at !== "asleep"
    );
  },
});

/** Signals reach those who take them. */
export const signalsReachServers = never("signals-reach-a-server", {
  says: "No signal to a thread group wakes its kthreadd, which takes none, while threads of the group would.",
  source: "kernel/signal.c complete_signal, 5.0 and 6.12; svc_signal_kthreads and nfsd, 5.0",
  violatedBy: ["posted", "H4"],
  applies: ({ options }) => options.signals,
  exercisedWhen: (s) => s.tasks.some(({ signalled }) => signalled === 1),
  state: (s) =>
    s.tasks.some(
      ({ runs, signalled }, leader) =>
        runs !== null && signalled === 1 && s.tasks.some(({ at, tgid }) => tgid === leader && at === "in function"),
    ),
});

/** Clones fail for a reason. */
export const refusalsHaveCause = never("only-limits-refuse", {
  says: "No clone of a kernel thread is refused but for flags that make no sense, want of memory, or a limit.",
  source: "clone(2), ERRORS; kernel/fork.c copy_process, 5.0 and 6.12",
  violatedBy: ["posted", "H5"],
  applies: ({ options }) => options.signals,
  on: [clone],
  step: (before, { task }, after) =>
    after.tasks[task].at === "to refuse" &&
    before.groups[known(before.tasks[task].runs)].flags !== "thread without handlers",
});

/** Groups grow, signals or not. */
export const poolCanGrow = sometimes("pool-can-grow", {
  says: "A thread is created in a group while a signal is pending there.",
  source: "kernel/fork.c copy_process; kernel/kthread.c kthreadd, ignore_signals, 5.0",
  violatedBy: ["mended"],
  applies: ({ options }) => options.signals,
  on: [clone],
  step: (before, { task }, after) =>
    after.tasks[task].at === "to pop" &&
    before.tasks.some(({ tgid, signalled }) => tgid === before.tasks[task].tgid && signalled === 1),
});
