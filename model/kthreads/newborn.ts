/** A new kernel thread, from its birth to the end of its function. */
import { action, known, taskId } from "./state.js";
import { exit, loopStart } from "./wake.js";

const KTHREAD = "kernel/kthread.c kthread, 5.0 and 6.12";

/** C4: the new thread takes the token. Where its creator has gone it frees the request, and exits. */
export const answer = action("take the token to answer", {
  parameters: { task: taskId },
  atomicUnder: "nothing: an atomic exchange of the request's done",
  source: KTHREAD,
  enabled: (s, { task }) => s.tasks[task].at === "born",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const request = draft.creators[known(self.request)];
    if (!request.record) draft.misused = true;
    if (request.token) {
      request.token = false;
      self.at = "announcing";
      return;
    }
    request.record = false;
    exit(draft, task);
  },
});

/** C4: the creator is told; the thread sleeps until it is woken for the first time. */
export const completeAnswer = action("complete with the thread", {
  parameters: { task: taskId },
  atomicUnder: "the lock of the creator's completion",
  source: KTHREAD,
  enabled: (s, { task }) => s.tasks[task].at === "announcing",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const request = draft.creators[known(self.request)];
    request.result = "thread";
    request.thread = task;
    self.request = null;
    self.at = "created";
  },
});

/**
 * C6: told to stop already, it exits without a call of its function. That of a group's thread begins with allow_signal,
 * as nfsd's did in 2019: the table of handlers is its thread group's.
 */
export const run = action("run thread", {
  parameters: { task: taskId },
  atomicUnder: "nothing: one bit is read",
  source: `${KTHREAD}; fs/nfsd/nfssvc.c nfsd, allow_signal, 5.0`,
  enabled: (s, { task }) => s.tasks[task].at === "to run",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    if (self.shouldStop) exit(draft, task);
    else if (self.runs !== null) self.at = loopStart(draft);
    else {
      self.at = "in function";
      if (draft.constants.options.signals) draft.tasks[known(self.tgid)].accepts = 1;
    }
  },
});

/** A function that tests kthread_should_stop as it should, after it has set its state, ends when it is told to. */
export const leave = action("leave function", {
  parameters: { task: taskId },
  atomicUnder: "nothing: one bit is read",
  source: "kernel/kthread.c kthread_worker_fn for the order, 6.12",
  enabled: (s, { task }) => s.tasks[task].at === "in function" && s.tasks[task].shouldStop,
  effect: (draft, { task }) => exit(draft, task),
});

/** It has seen that it shall park. */
export const parkMe = action("park", {
  parameters: { task: taskId },
  atomicUnder: "nothing: one bit is read",
  source: "kernel/kthread.c __kthread_parkme, 6.12",
  when: ({ options }) => options.park,
  enabled: (s, { task }) =>
    s.tasks[task].at === "in function" && s.tasks[task].shouldPark === 1 && !s.tasks[task].shouldStop,
  effect: (draft, { task }) => {
    draft.tasks[task].at = "parked";
  },
});
