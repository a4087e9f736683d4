/** kthread_stop, kthread_park: what a creator does with its thread. */
import { action, creatorId, type Draft, known, type TaskId } from "./state.js";
import { isAlive, reap, wake } from "./wake.js";

const STOP = "kernel/kthread.c kthread_stop, 5.0 and 6.12";

function unpark(draft: Draft, task: TaskId): void {
  const self = draft.tasks[task];
  self.shouldPark = 0;
  if (self.at === "parked") self.at = "in function";
}

/** The thread is told to stop; a parked one goes on. It may not have been woken at all yet. */
export const stopThread = action("stop thread", {
  parameters: { creator: creatorId },
  atomicUnder: "nothing: one bit is set",
  source: STOP,
  enabled: (s, { creator }) => {
    const { at, owns } = s.creators[creator];
    return owns === null && (at === "holding" || at === "user of thread");
  },
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    const thread = known(self.thread);
    self.at = "to wake stopped";
    if (!isAlive(draft, thread)) return;
    draft.tasks[thread].shouldStop = true;
    unpark(draft, thread);
  },
});

/** And woken. */
export const wakeStopped = action("wake stopped thread", {
  parameters: { creator: creatorId },
  atomicUnder: "the lock of the run queue",
  source: STOP,
  enabled: (s, { creator }) => s.creators[creator].at === "to wake stopped",
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    wake(draft, known(self.thread));
    self.at = "stopping";
  },
});

/** It has exited; the reference to it is dropped. */
export const endStop = action("see thread stopped", {
  parameters: { creator: creatorId },
  atomicUnder: "the lock of the thread's completion",
  source: STOP,
  enabled: (s, { creator }) => {
    const { at, thread } = s.creators[creator];
    return at === "stopping" && thread !== null && !isAlive(s, thread);
  },
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    self.thread = null;
    self.at = "done";
    reap(draft);
  },
});

/** The thread is told to park; one that has exited, or is to park already, is left alone. */
export const park = action("ask thread to park", {
  parameters: { creator: creatorId },
  atomicUnder: "nothing: one bit is set; the thread is woken",
  source: "kernel/kthread.c kthread_park, 6.12",
  when: ({ options }) => options.park,
  enabled: (s, { creator }) => {
    const { at, thread } = s.creators[creator];
    return at === "user of thread" && thread !== null && isAlive(s, thread) && s.tasks[thread].shouldPark === 0;
  },
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    draft.tasks[known(self.thread)].shouldPark = 1;
    self.at = "parking";
  },
});

/** It is parked, or has exited instead. */
export const endPark = action("see thread parked", {
  parameters: { creator: creatorId },
  atomicUnder: "the lock of the thread's completion",
  source: "kernel/kthread.c kthread_park, 6.12",
  when: ({ options }) => options.park,
  enabled: (s, { creator }) => {
    const { at, thread } = s.creators[creator];
    return at === "parking" && thread !== null && (s.tasks[thread].at === "parked" || !isAlive(s, thread));
  },
  effect: (draft, { creator }) => {
    draft.creators[creator].at = "user of thread";
  },
});

/** It may go on. */
export const unparkThread = action("unpark thread", {
  parameters: { creator: creatorId },
  atomicUnder: "nothing: one bit is cleared; the thread is woken",
  source: "kernel/kthread.c kthread_unpark, 6.12",
  when: ({ options }) => options.park,
  enabled: (s, { creator }) => {
    const { at, thread } = s.creators[creator];
    return at === "user of thread" && thread !== null && s.tasks[thread].shouldPark === 1;
  },
  effect: (draft, { creator }) => unpark(draft, known(draft.creators[creator].thread)),
});
