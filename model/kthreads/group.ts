/** Kthread groups: started with a kthreadd of their own, and stopped. */
import { beginRequest, isCalled } from "./create.js";
import {
  action,
  type CreatorId,
  cloneFlags,
  creatorId,
  type Draft,
  type GroupId,
  groupId,
  known,
  type State,
} from "./state.js";
import { isAlive, leaderOf, reap, wake } from "./wake.js";

const GROUPS = "[PATCH 3/4] kthreads: allow multiple kthreadd's, 1 May 2020";
const STOP = `${GROUPS}: kthread_stop_group; kernel/kthread.c kthread_stop`;

/** Allocates a group whose kthreadd is then asked of kthreadd. */
export function allocateGroup(
  draft: Draft,
  group: GroupId,
  flags: "plain" | "thread" | "thread without handlers",
): void {
  const made = draft.groups[group];
  made.phase = "starting";
  made.flags = flags;
}

/** Whether a group can be started: kthreadd is known. */
export const canStart = (s: State): boolean => s.groups.some(({ main, task }) => main && task !== null);

/** kthread_start_group: the group is allocated, and a thread asked for that will run its kthreadd. */
export const startGroup = action("start group", {
  parameters: { creator: creatorId, group: groupId, flags: cloneFlags },
  atomicUnder: "nothing: the group is the caller's alone",
  source: `${GROUPS}: kthread_start_group; patch 4: flags`,
  when: ({ options }, { flags }) => options.otherFlags || flags === "thread",
  enabled: (s, { creator, group }) => {
    const { role, at } = s.creators[creator];
    return role === "owner" && at === "user" && s.groups[group].phase === "absent" && canStart(s);
  },
  effect: (draft, { creator, group, flags }) => {
    allocateGroup(draft, group, flags);
    draft.creators[creator].owns = group;
    beginRequest(draft, creator, known(draft.groups.firstKey(({ main }) => main)), 0);
  },
});

/**
 * kthread_start_group: its kthreadd is woken and noted down; nobody else knows of the group yet. Posted, it does not wait for
 * kthreadd to begin: stopped before that, kthreadd is never called, whatever its list holds (H2).
 */
export const wakeGroup = action("wake new kthreadd", {
  parameters: { creator: creatorId },
  atomicUnder: "nothing: the group is the caller's alone",
  source: `${GROUPS}: kthread_start_group, kthread_run`,
  enabled: (s, { creator }) => s.creators[creator].at === "holding" && s.creators[creator].owns !== null,
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    const thread = known(self.thread);
    const group = draft.groups[known(self.owns)];
    draft.tasks[thread].runs = self.owns;
    wake(draft, thread);
    group.task = thread;
    self.thread = null;
    self.at = "starting group";
    if (draft.constants.faults.H2) publish(draft, creator);
  },
});

function publish(draft: Draft, creator: CreatorId): void {
  const self = draft.creators[creator];
  draft.groups[known(self.owns)].phase = "live";
  self.at = "owning";
}

/** Mended, the group is used only when its kthreadd has begun. */
export const endStart = action("see group started", {
  parameters: { creator: creatorId },
  atomicUnder: "the lock of a completion",
  source: "deduced: a completion in kthread_start_group that kthreadd completes",
  when: ({ faults }) => !faults.H2,
  enabled: (s, { creator }) => {
    const { at, owns } = s.creators[creator];
    return at === "starting group" && owns !== null && s.tasks[leaderOf(s, owns)].at !== "to run";
  },
  effect: (draft, { creator }) => publish(draft, creator),
});

/** kthread_stop_group begins. Mended, the group takes no requests from here on. */
export function beginStop(draft: Draft, group: GroupId): void {
  const stopped = draft.groups[group];
  if (!draft.constants.faults.H2) stopped.phase = "stopping";
  stopped.stop = "to flag";
}

/** The owner wants its group to end. */
export const stopGroup = action("stop group", {
  parameters: { creator: creatorId },
  atomicUnder: "create_lock; posted, nothing",
  source: STOP,
  enabled: (s, { creator }) => s.creators[creator].role === "owner" && s.creators[creator].at === "owning",
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    beginStop(draft, known(self.owns));
    self.at = "stopping group";
  },
});

/** kthread_stop of the group's kthreadd: it is told. */
export const flagLeader = action("tell leader to stop", {
  parameters: { group: groupId },
  atomicUnder: "nothing: one bit is set",
  source: STOP,
  enabled: (s, { group }) => s.groups[group].stop === "to flag",
  effect: (draft, { group }) => {
    draft.tasks[leaderOf(draft, group)].shouldStop = true;
    draft.groups[group].stop = "to wake";
  },
});

/** kthread_stop of the group's kthreadd: it is woken. Since 6.1 its interruptible sleeps end as well. */
export const wakeLeader = action("wake leader to stop", {
  parameters: { group: groupId },
  atomicUnder: "the lock of the run queue",
  source: STOP,
  enabled: (s, { group }) => s.groups[group].stop === "to wake",
  effect: (draft, { group }) => {
    wake(draft, leaderOf(draft, group));
    draft.groups[group].stop = "waiting";
  },
});

/** Whether the group's kthreadd has exited, and the group may be freed: mended, when no call on it is under way. */
export const isStopped = (s: State, group: GroupId): boolean => {
  const { stop, task } = s.groups[group];
  return stop === "waiting" && task !== null && !isAlive(s, task) && (s.constants.faults.H2 || !isCalled(s, group));
};

/** Frees a group; its kthreadd may stay on as a zombie, with the number of the thread group. */
export function freeGroup(draft: Draft, group: GroupId): void {
  const freed = draft.groups[group];
  freed.phase = "freed";
  freed.task = null;
  freed.stop = "no";
  reap(draft);
}

/** The group's kthreadd has exited: the group is freed. */
export const endGroup = action("free group", {
  parameters: { creator: creatorId },
  atomicUnder: "the lock of the kthreadd's completion",
  source: STOP,
  enabled: (s, { creator }) => {
    const { at, owns } = s.creators[creator];
    return at === "stopping group" && owns !== null && isStopped(s, owns);
  },
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    freeGroup(draft, known(self.owns));
    self.owns = null;
    self.at = "done";
  },
});
