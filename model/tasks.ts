/** Tasks and thread groups: fork, new threads, exit, zombie leaders. */
import { action, type Draft, type GroupId, known, type State, type TaskId, taskId } from "./state.js";

const ABSENT = {
  at: "absent",
  call: "none",
  group: null,
  leader: false,
  file: null,
  inode: null,
  blocking: false,
  blocker: null,
  behind: null,
  timer: 0,
  masks: 0,
  asks: 0,
} as const;

/** The thread group of a task that exists. */
export const groupOf = (s: State, task: TaskId): GroupId => known(s.tasks[task].group);

/** Whether a task can begin a system call. */
export const mayCall = (s: State, task: TaskId): boolean =>
  s.tasks[task].at === "user" && (!s.constants.deadly || s.groups[groupOf(s, task)].killed === 0);

/** Whether the group has a thread that has not exited. */
export const isAlive = (s: State, group: GroupId): boolean =>
  s.tasks.some((task) => task.group === group && task.at !== "zombie");

/** Whether another thread of the task's group has not exited. */
const hasLiveSibling = (s: State, task: TaskId): boolean => {
  const group = s.tasks[task].group;
  return s.tasks.some((other, key) => key !== task && other.group === group && other.at !== "zombie");
};

/**
 * Whether a new process may get this id. A lease keeps the id of its creator from being used again, as a reference to
 * a struct pid would; with B34 it does not.
 */
const isFreeGroup = (s: State, group: GroupId): boolean =>
  s.tasks.every((task) => task.group !== group) &&
  (s.constants.faults.B34 || s.inodes.every((inode) => inode.leases.every((lease) => lease.tgid !== group)));

/** A task that is about to return to user space does. */
export function returnToUser(draft: Draft, task: TaskId): void {
  const self = draft.tasks[task];
  self.at = "user";
  self.call = "none";
  self.file = null;
  self.inode = null;
  self.blocking = false;
  self.asks = 0;
}

/** A new thread in a group. @throws TypeError when every slot is taken. */
export function addThread(draft: Draft, group: GroupId, leader: boolean): TaskId {
  const task = known(draft.tasks.firstKey(({ at }) => at === "absent"));
  const self = draft.tasks[task];
  self.at = "user";
  self.group = group;
  self.leader = leader;
  return task;
}

/** A new process with one thread and no descriptors. @throws TypeError when no slot or id is free. */
export function addProcess(draft: Draft): GroupId {
  const group = known(draft.groups.firstKey((_, candidate) => isFreeGroup(draft, candidate)));
  addThread(draft, group, true);
  return group;
}

/** A process forks: the child has its descriptors, and so shares its leases. */
export const fork = action("fork", {
  parameters: { task: taskId },
  atomicUnder: "tasklist_lock; copy_files holds files->file_lock",
  source: "kernel/fork.c copy_process and copy_files, 6.12–6.18",
  when: ({ options }) => options.fork,
  enabled: (s, { task }) =>
    mayCall(s, task) && s.tasks.some(({ at }) => at === "absent") && s.groups.some((_, group) => isFreeGroup(s, group)),
  effect: (draft, { task }) => {
    const parent = draft.groups[groupOf(draft, task)];
    const { masks } = draft.tasks[task];
    const group = addProcess(draft);
    draft.tasks.forEach((thread) => {
      if (thread.group === group) thread.masks = masks;
    });
    const child = draft.groups[group];
    parent.descriptors.forEach((count, file) => {
      child.descriptors.set(file, count);
    });
  },
});

/** A process starts another thread. */
export const clone = action("clone", {
  parameters: { task: taskId },
  atomicUnder: "tasklist_lock",
  source: "kernel/fork.c copy_process with CLONE_THREAD, 6.12–6.18",
  when: ({ options }) => options.clone,
  enabled: (s, { task }) => mayCall(s, task) && s.tasks.some(({ at }) => at === "absent"),
  effect: (draft, { task }) => {
    const thread = addThread(draft, groupOf(draft, task), false);
    draft.tasks[thread].masks = draft.tasks[task].masks;
  },
});

/** Frees the slot of a task: no signal reaches it any more. */
export function forget(draft: Draft, task: TaskId): void {
  draft.inodes.forEach((inode) => {
    inode.leases.forEach((lease) => {
      if (lease.owner === task) lease.owner = null;
    });
  });
  draft.tasks.set(task, ABSENT);
}

/**
 * A thread exits. The leader of a group that has other threads stays as a zombie, and its ids with it; the last thread
 * takes the process along. The last thread exits only once the process has no descriptors: closing them one by one, each
 * under flc_lock, is all that exit does before, and `close` says how. The process is waited for at once.
 */
export const exit = action("exit", {
  parameters: { task: taskId },
  atomicUnder: "tasklist_lock",
  source: "kernel/exit.c do_exit, exit_notify and release_task, 6.12–6.18",
  when: ({ options }) => options.exit || options.kill || options.signals === "default action",
  enabled: (s, { task }) => {
    if (s.tasks[task].at !== "user") return false;
    const group = s.groups[groupOf(s, task)];
    if (!s.constants.options.exit && group.killed === 0) return false;
    return hasLiveSibling(s, task) || group.descriptors.every((count) => count === 0);
  },
  effect: (draft, { task }) => {
    const group = groupOf(draft, task);
    if (hasLiveSibling(draft, task)) {
      if (draft.tasks[task].leader) draft.tasks[task].at = "zombie";
      else forget(draft, task);
      draft.tasks[task].masks = 0;
      return;
    }
    draft.tasks.forEach((other, key) => {
      if (other.group === group) forget(draft, key);
    });
    draft.groups[group].signalled = 0;
    draft.groups[group].killed = 0;
    draft.inodes.forEach((inode) => {
      inode.leases.forEach((lease) => {
        if (lease.tgid === group) lease.creatorGone = true;
      });
    });
  },
});
