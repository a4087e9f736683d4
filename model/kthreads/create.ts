/** The creator's side of a creation: it makes a request, waits, and takes the answer. Three share the request; its token decides. */
import { range } from "../../src/schema/schema.js";
import { action, type CreatorId, creatorId, type Draft, type GroupId, groupId, known, type State } from "./state.js";
import { wake } from "./wake.js";

const CREATE = "kernel/kthread.c __kthread_create_on_node, 5.0 and 6.12; patch 3: __kthread_group_create_on_node";

/** Whether a creator is inside a call on the group. Mended, such a call keeps the group from being freed. */
export const isCalled = (s: State, group: GroupId): boolean =>
  s.creators.some(
    (creator) =>
      creator.group === group &&
      (creator.at === "to append" ||
        creator.at === "to wake" ||
        creator.at === "waiting" ||
        creator.at === "waiting unkillably"),
  );

/** C1: a request is allocated. */
export function beginRequest(draft: Draft, creator: CreatorId, group: GroupId, node: number): void {
  const self = draft.creators[creator];
  self.group = group;
  self.node = node;
  self.record = true;
  self.at = "to append";
}

/** The call is over, without a thread. What became of the request is not the creator's business any more. */
function fail(draft: Draft, creator: CreatorId): void {
  const self = draft.creators[creator];
  self.group = null;
  self.result = "none";
  self.at = "done";
  if (self.owns === null) return;
  // kthread_start_group frees the group that has no kthreadd.
  draft.groups[self.owns].phase = "freed";
  self.owns = null;
}

/** A process wants a thread in a group that runs. */
export const ask = action("ask for a thread", {
  parameters: { creator: creatorId, group: groupId, node: range(0, "nodes") },
  atomicUnder: "nothing: the request is the caller's alone",
  source: CREATE,
  when: ({ options }, { node }) => options.nodes > 1 || node === 1,
  enabled: (s, { creator, group }) => {
    const { role, at } = s.creators[creator];
    const { phase, main, task } = s.groups[group];
    return (
      role === "creator" && at === "user" && phase === "live" && task !== null && (!main || s.constants.options.plain)
    );
  },
  effect: (draft, { creator, group, node }) => beginRequest(draft, creator, group, node),
});

/**
 * C1: the request is listed, and gets its token. Mended, a group that is being stopped refuses it, and kthreadd is woken
 * before the lock is dropped; posted, the lock is dropped first, and nothing keeps the group (H2).
 */
export const append = action("append request", {
  parameters: { creator: creatorId },
  atomicUnder: "create_lock",
  source: CREATE,
  enabled: (s, { creator }) => s.creators[creator].at === "to append",
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    const group = draft.groups[known(self.group)];
    if (group.phase === "freed") draft.misused = true;
    if (group.phase === "stopping") {
      self.record = false;
      fail(draft, creator);
      return;
    }
    group.requests.push(creator);
    self.token = true;
    if (draft.constants.faults.H2) {
      self.at = "to wake";
      return;
    }
    self.at = "waiting";
    if (group.task !== null) wake(draft, group.task);
  },
});

/** C1: kthreadd is woken. */
export const wakeKthreadd = action("wake kthreadd", {
  parameters: { creator: creatorId },
  atomicUnder: "the lock of the run queue",
  source: `${CREATE}: wake_kthreadd`,
  when: ({ faults }) => faults.H2,
  enabled: (s, { creator }) => s.creators[creator].at === "to wake",
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    const { phase, task } = draft.groups[known(self.group)];
    if (phase === "freed") draft.misused = true;
    if (task !== null) wake(draft, task);
    self.at = "waiting";
  },
});

/** C2: killed before the answer. Whoever gets the token decides: the creator leaves, or has to wait after all. */
export const kill = action("kill creator", {
  parameters: { creator: creatorId },
  atomicUnder: "nothing: an atomic exchange of the request's done",
  source: `${CREATE}, commit 786235eeba0e (3.13)`,
  when: ({ options }) => options.kill,
  enabled: (s, { creator }) => s.creators[creator].at === "waiting" && s.creators[creator].result === "none",
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    if (!self.token) {
      self.at = "waiting unkillably";
      return;
    }
    self.token = false;
    if (draft.constants.faults.I6) self.record = false;
    fail(draft, creator);
  },
});

/** C5: the answer is there; the request is freed. */
export const take = action("take answer", {
  parameters: { creator: creatorId },
  atomicUnder: "nothing: the request is the creator's alone again",
  source: CREATE,
  enabled: (s, { creator }) => {
    const { at, result } = s.creators[creator];
    return result !== "none" && (at === "waiting" || at === "waiting unkillably");
  },
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    self.record = false;
    if (self.result === "error") {
      fail(draft, creator);
      return;
    }
    self.result = "none";
    self.group = null;
    self.at = "holding";
  },
});

/** The new thread is woken for the first time. */
export const start = action("start thread", {
  parameters: { creator: creatorId },
  atomicUnder: "the lock of the run queue",
  source: "kernel/sched/core.c wake_up_process, 5.0 and 6.12",
  enabled: (s, { creator }) => s.creators[creator].at === "holding" && s.creators[creator].owns === null,
  effect: (draft, { creator }) => {
    const self = draft.creators[creator];
    wake(draft, known(self.thread));
    self.at = "user of thread";
  },
});
