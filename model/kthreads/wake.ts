/** Waking, references, and exit. */
import { type Draft, type GroupId, known, type State, type TaskId } from "./state.js";

const ABSENT = {
  at: "absent",
  interruptible: false,
  tgid: null,
  parent: null,
  runs: null,
  request: null,
  node: 0,
  shouldStop: false,
  shouldPark: 0,
  accepts: 0,
  signalled: 0,
  via: null,
} as const;

/** wake_up_process: the task's state becomes TASK_RUNNING. What sleeps goes on; what runs is not disturbed. */
export function wake(draft: Draft, task: TaskId): void {
  const self = draft.tasks[task];
  self.interruptible = false;
  if (self.at === "asleep") self.at = "to pop";
  else if (self.at === "created") self.at = "to run";
}

/** Where the loop of kthreadd begins. Patch 3 tests for a stop before it sets its state (H1). */
export const loopStart = ({ constants }: State | Draft): "to test stop" | "to set state" =>
  constants.faults.H1 ? "to test stop" : "to set state";

/** Whether a task has not exited. */
export const isAlive = (s: State, task: TaskId): boolean => {
  const { at } = s.tasks[task];
  return at !== "absent" && at !== "dead";
};

/** Whether the task's thread group has another thread that has not exited. */
export const hasLiveSibling = (s: State, task: TaskId): boolean =>
  s.tasks.some(({ tgid }, other) => other !== task && tgid === s.tasks[task].tgid && isAlive(s, other));

/** A group's kthreadd. @throws TypeError when it has none */
export const leaderOf = (s: State, group: GroupId): TaskId => known(s.groups[group].task);

/** Whether somebody keeps a reference to the task. */
const isReferred = (s: State, task: TaskId): boolean =>
  s.groups.some((group) => group.task === task) || s.creators.some(({ thread }) => thread === task);

/**
 * A task exits. A leader stays as long as its group has other threads; the last of them takes it along, because its parent
 * ignores SIGCHLD. Others go at once. The slot of whoever is referred to stays taken, as by get_task_struct.
 */
export function exit(draft: Draft, task: TaskId): void {
  const self = draft.tasks[task];
  self.at = "dead";
  self.interruptible = false;
  self.request = null;
  self.shouldStop = false;
  self.shouldPark = 0;
  self.signalled = 0;
  if (self.tgid !== task) {
    self.tgid = null;
    self.parent = null;
  }
  reap(draft);
}

/** Frees the slots of those that have exited, and that nothing keeps any more; their children become others'. */
export function reap(draft: Draft): void {
  draft.tasks.forEach(({ at, tgid }, task) => {
    const isNeeded = (tgid === task && hasLiveSibling(draft, task)) || isReferred(draft, task);
    if (at !== "dead" || isNeeded) return;
    draft.tasks.set(task, ABSENT);
    draft.tasks.forEach((child) => {
      if (child.parent === task) child.parent = null;
    });
  });
}
