/**
 * kthreadd: a loop over creation requests. Today there is one; patch 3 lets several run, each for a group with a list, a
 * lock and a task of its own, and each but the first to be stopped.
 */
import { pending } from "./signals.js";
import { action, known, taskId } from "./state.js";
import { exit, loopStart } from "./wake.js";

const LOOP = "kernel/kthread.c kthreadd, 5.0 and 6.12; [PATCH 3/4] kthreads: allow multiple kthreadd's, 1 May 2020";

/**
 * Shall it stop? kthreadd's own is never stopped; patch 3 tells it from others by the task that rest_init notes down (H12).
 * Posted, it leaves without another look at its list (H2).
 */
export const testStop = action("test for a stop", {
  parameters: { task: taskId },
  atomicUnder: "nothing: one bit is read",
  source: LOOP,
  enabled: (s, { task }) => s.tasks[task].at === "to test stop",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const { main, task: noted, requests } = draft.groups[known(self.runs)];
    const { H1, H2, H12 } = draft.constants.faults;
    // pid 2 was not made by kthread(), and has no record with a bit to read.
    if (main && H12 && noted !== task) draft.misused = true;
    if (!main && self.shouldStop && (H2 || requests.length === 0)) exit(draft, task);
    else self.at = H1 ? "to set state" : "to test list";
  },
});

/** It will sleep, unless it finds something to do. */
export const setState = action("set state interruptible", {
  parameters: { task: taskId },
  atomicUnder: "nothing: one word is written, with a full barrier",
  source: LOOP,
  enabled: (s, { task }) => s.tasks[task].at === "to set state",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    self.interruptible = true;
    self.at = draft.constants.faults.H1 ? "to test list" : "to test stop";
  },
});

/** Nothing to do: it sleeps, unless it was woken since it set its state, or a signal keeps it awake (H4). */
export const testList = action("test for requests", {
  parameters: { task: taskId },
  atomicUnder: "nothing: the list's head is read; in schedule, the lock of the run queue",
  source: LOOP,
  enabled: (s, { task }) => s.tasks[task].at === "to test list",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const { requests } = draft.groups[known(self.runs)];
    const disturbed = draft.constants.faults.H4 && self.signalled === 1;
    const notified = draft.constants.options.stopNotifies && self.shouldStop;
    if (requests.length === 0 && self.interruptible && !disturbed && !notified) {
      self.at = "asleep";
      return;
    }
    self.interruptible = false;
    self.at = "to pop";
  },
});

/** It takes the oldest request, or begins again. */
export const pop = action("pop request", {
  parameters: { task: taskId },
  atomicUnder: "create_lock",
  source: LOOP,
  enabled: (s, { task }) => s.tasks[task].at === "to pop",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const { requests } = draft.groups[known(self.runs)];
    if (requests.length === 0) {
      self.at = loopStart(draft);
      return;
    }
    const request = requests.at(0);
    requests.removeAt(0);
    if (!draft.creators[request].record) draft.misused = true;
    self.request = request;
    self.at = "to clone";
  },
});

/**
 * kernel_thread: the new task joins the thread group of whoever clones it, or begins one of its own. Signals that are
 * pending in the cloning task's group keep it from cloning (H5).
 */
export const clone = action("clone", {
  parameters: { task: taskId },
  atomicUnder: "tasklist_lock",
  source: "kernel/fork.c copy_process, 5.0 and 6.12; kernel/kthread.c create_kthread and tsk_fork_get_node",
  enabled: (s, { task }) => s.tasks[task].at === "to clone",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const { main, flags } = draft.groups[known(self.runs)];
    const { H5, P2, P4, I5 } = draft.constants.faults;
    if ((flags === "thread without handlers" && !I5) || (H5 && pending(draft, task))) {
      self.at = "to refuse";
      return;
    }
    const thread = flags !== "plain" && !P4;
    const slot = known(draft.tasks.firstKey(({ at }) => at === "absent"));
    const born = draft.tasks[slot];
    born.at = "born";
    born.tgid = thread ? self.tgid : slot;
    born.parent = thread ? self.parent : task;
    born.node = main || !P2 ? draft.creators[known(self.request)].node : 0;
    born.request = self.request;
    born.via = self.runs;
    self.request = null;
    self.at = "to pop";
  },
});

/** The clone fails for a reason that is none of ours. */
export const failClone = action("clone over a limit", {
  parameters: { task: taskId },
  atomicUnder: "tasklist_lock",
  source: "kernel/fork.c copy_process, -EAGAIN and -ENOMEM, 5.0 and 6.12",
  when: ({ options }) => options.limits,
  enabled: (s, { task }) => s.tasks[task].at === "to clone",
  effect: (draft, { task }) => {
    draft.tasks[task].at = "to refuse";
  },
});

/** C3: the clone failed. Where the creator has gone, the request is freed. */
export const refuse = action("take the token to refuse", {
  parameters: { task: taskId },
  atomicUnder: "nothing: an atomic exchange of the request's done",
  source: "kernel/kthread.c create_kthread, 5.0 and 6.12",
  enabled: (s, { task }) => s.tasks[task].at === "to refuse",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const request = draft.creators[known(self.request)];
    if (!request.record) draft.misused = true;
    if (request.token) {
      request.token = false;
      self.at = "refusing";
      return;
    }
    request.record = false;
    self.request = null;
    self.at = "to pop";
  },
});

/** C3: the creator is told. */
export const completeRefusal = action("complete with an error", {
  parameters: { task: taskId },
  atomicUnder: "the lock of the creator's completion",
  source: "kernel/kthread.c create_kthread, 5.0 and 6.12",
  enabled: (s, { task }) => s.tasks[task].at === "refusing",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    draft.creators[known(self.request)].result = "error";
    self.request = null;
    self.at = "to pop";
  },
});

/** rest_init notes down which task kthreadd is; it may run before that. */
export const noteKthreadd = action("note kthreadd", {
  atomicUnder: "nothing: one word is written",
  source: "init/main.c rest_init, 5.0 and 6.12; patch 3: kthreadd_default.task",
  enabled: (s) => s.groups.some(({ main, task }) => main && task === null),
  effect: (draft) => {
    const group = known(draft.groups.firstKey(({ main }) => main));
    draft.groups[group].task = known(draft.tasks.firstKey(({ runs }) => runs === group));
  },
});
