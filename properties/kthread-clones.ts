/** What a clone makes: its thread group, its parent, its memory node. */
import { clone } from "../model/kthreads/kthreadd.js";
import { always, type GroupId, known, type State, type TaskId } from "../model/kthreads/state.js";
import { isAlive } from "../model/kthreads/wake.js";

/** The thread that a clone has made; `undefined` when it was refused. */
const newborn = (before: State, after: State): TaskId | undefined =>
  after.tasks.firstKey(({ at }, task) => at === "born" && before.tasks[task].at === "absent");

/** Flags say what they say. */
export const cloneFlagsHonoured = always("clone-flags-are-honoured", {
  says:
    "With CLONE_THREAD a new thread has the thread group and the parent of whoever cloned it, and without CLONE_SIGHAND there is " +
    "none; otherwise it has a thread group of its own, and whoever cloned it as its parent.",
  source: "clone(2), CLONE_THREAD, CLONE_SIGHAND, ERRORS; kernel/fork.c copy_process, 5.0 and 6.12; patch 4",
  violatedBy: ["P4", "I5"],
  on: [clone],
  exercisedWhen: (before, _, after) => newborn(before, after) !== undefined,
  step: (before, { task }, after) => {
    const made = newborn(before, after);
    if (made === undefined) return true;
    const { tgid, parent } = after.tasks[made];
    switch (before.groups[known(before.tasks[task].runs)].flags) {
      case "thread":
        return tgid === before.tasks[task].tgid && parent === before.tasks[task].parent;
      case "plain":
        return tgid === made && parent === task;
      default:
        return false;
    }
  },
});

/** Memory comes from where it is wanted. */
export const nodeHonoured = always("node-is-honoured", {
  says: "A new thread is allocated on the memory node that its creator wants it on, whichever kthreadd creates it.",
  source: "kernel/kthread.c kthread_create_on_node; [PATCH 2/4] kthreads: Simplify tsk_fork_get_node, 1 May 2020",
  violatedBy: ["P2"],
  on: [clone],
  exercisedWhen: (before, { task }) => before.creators[known(before.tasks[task].request)].node !== 0,
  step: (before, { task }, after) => {
    const made = newborn(before, after);
    const request = known(before.tasks[task].request);
    return made === undefined || after.tasks[made].node === before.creators[request].node;
  },
});

/** The threads of a group that have not exited. */
const isMember = (s: State, task: TaskId, group: GroupId): boolean => s.tasks[task].via === group && isAlive(s, task);

/** A group's threads are one thread group. */
export const threadsJoinTheirGroup = always("threads-join-their-group", {
  says: "All threads that were created in a group with CLONE_THREAD have one tgid, that of the group's kthreadd.",
  source: "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter; patch 4",
  violatedBy: ["P4"],
  exercisedWhen: (s) =>
    s.groups.some(({ main }, group) => !main && s.tasks.some((_, task) => isMember(s, task, group))),
  state: (s) =>
    s.groups.every(
      ({ flags, task: leader }, group) =>
        flags !== "thread" ||
        s.tasks.every(
          ({ tgid }, task) =>
            !isMember(s, task, group) ||
            ((leader === null || tgid === leader) &&
              s.tasks.every((other, n) => !isMember(s, n, group) || other.tgid === tgid)),
        ),
    ),
});
