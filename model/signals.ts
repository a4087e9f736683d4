/** Break signals on their way, and death by signal. In scopes with `signals` other than *any*. */
import { breakOffSleep, canBeInterrupted } from "./leases/break.js";
import { action, groupId, taskId } from "./state.js";
import { groupOf, isAlive, mayCall } from "./tasks.js";

/**
 * A thread takes the break signal that waits for its process: any thread that does not block it. A handler interrupts the
 * thread's sleep; the default action kills the process.
 */
export const takeSignal = action("take signal", {
  parameters: { task: taskId },
  atomicUnder: "sighand->siglock; for a sleeper flc_lock",
  source: "kernel/signal.c complete_signal and get_signal, 6.12–6.18; signal(7)",
  when: ({ options }) => options.signals !== "any" && options.signals !== "ignored",
  enabled: (s, { task }) => {
    const { at, masks } = s.tasks[task];
    if ((at !== "user" && at !== "asleep") || masks === 1) return false;
    return s.groups[groupOf(s, task)].signalled === 1 && (at === "user" || canBeInterrupted(s, task));
  },
  effect: (draft, { task }) => {
    const group = draft.groups[groupOf(draft, task)];
    group.signalled = 0;
    if (draft.constants.options.signals === "default action") group.killed = 1;
    if (draft.tasks[task].at === "asleep") breakOffSleep(draft, task);
  },
});

/** A thread blocks the break signal, or lets it through again. */
export const changeMask = action("change signal mask", {
  parameters: { task: taskId },
  atomicUnder: "sighand->siglock",
  source: "kernel/signal.c sigprocmask, 6.12–6.18",
  when: ({ options }) => options.masks,
  enabled: (s, { task }) => mayCall(s, task),
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    self.masks = 1 - self.masks;
  },
});

/** SIGKILL: the threads of the process finish or break off their calls, close what is open, and exit. */
export const kill = action("kill", {
  parameters: { group: groupId },
  atomicUnder: "sighand->siglock",
  source: "kernel/signal.c complete_signal, sig_fatal, 6.12–6.18",
  when: ({ options }) => options.kill,
  enabled: (s, { group }) => s.groups[group].killed === 0 && isAlive(s, group),
  effect: (draft, { group }) => {
    draft.groups[group].killed = 1;
  },
});
