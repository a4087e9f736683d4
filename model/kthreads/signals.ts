/**
 * Signals to a thread group. CLONE_SIGHAND shares the table of handlers: what one thread accepts by allow_signal is
 * accepted for all, the leader included. A signal to the group is pending for all of them, and wakes one.
 */
import { action, type State, type TaskId, taskId } from "./state.js";
import { exit, isAlive, wake } from "./wake.js";

/** Whether a signal is pending in the task's thread group: recalc_sigpending looks at the shared ones. */
export const pending = (s: State, task: TaskId): boolean =>
  s.tasks.some(({ tgid, signalled }) => tgid === s.tasks[task].tgid && signalled === 1);

/** Whether the leader of the task's group would be woken, because it has not exited and blocks nothing (H4). */
const leaderIsWoken = (s: State, task: TaskId): boolean => {
  const { tgid } = s.tasks[task];
  return s.constants.faults.H4 && tgid !== null && isAlive(s, tgid);
};

/**
 * A signal is sent to a thread group, and one thread is woken: the leader if it may be, else any that is in its function.
 * As long as no thread accepts signals kthreadd's table ignores them all, and nothing happens.
 */
export const sendSignal = action("signal thread group", {
  parameters: { wakes: taskId },
  atomicUnder: "sighand->siglock, which the threads of a group share",
  source: "kernel/signal.c complete_signal and wants_signal, 5.0 and 6.12; kernel/kthread.c kthreadd, ignore_signals",
  when: ({ options }) => options.signals,
  enabled: (s, { wakes }) => {
    const { at, tgid } = s.tasks[wakes];
    if (tgid === null || s.tasks[tgid].accepts === 0 || pending(s, wakes)) return false;
    return leaderIsWoken(s, wakes) ? wakes === tgid : at === "in function";
  },
  effect: (draft, { wakes }) => {
    const self = draft.tasks[wakes];
    self.signalled = 1;
    wake(draft, wakes);
  },
});

/** A thread takes the signal, and leaves its function, as nfsd did in 2019. */
export const takeSignal = action("take signal", {
  parameters: { task: taskId },
  atomicUnder: "sighand->siglock",
  source: "fs/nfsd/nfssvc.c nfsd, svc_recv returns -EINTR, flush_signals, 5.0",
  when: ({ options }) => options.signals,
  enabled: (s, { task }) => s.tasks[task].at === "in function" && s.tasks[task].signalled === 1,
  effect: (draft, { task }) => exit(draft, task),
});
