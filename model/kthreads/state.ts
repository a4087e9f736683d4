/**
 * The state of kernel threads: tasks, kthread groups with their lists of creation requests, and the processes that ask.
 * Names follow kernel/kthread.c and the patches. The pool of a service is built on it: see `model/service`.
 */
import { type Author, author, constants } from "../../src/machine/author.js";
import type { Scope } from "../../src/schema/schema.js";
import { boolean, ghost, id, list, oneOf, option, range, record, vector } from "../../src/schema/schema.js";
import type { DraftOf, Id, StateOf } from "../../src/schema/types.js";
import type { Constants } from "./constants.js";

const sized = (scope: Scope, key: string): number => Number(scope[key] ?? 0);
/** Owners of groups: in a pool each service has one. */
const owners = (scope: Scope): number => sized(scope, "groups") + sized(scope, "services");
/** At most one thread for each creator; in a pool as many as its size. */
const threads = (scope: Scope): number => sized(scope, "creators") + sized(scope, "services") * sized(scope, "size");

/** Task slots: kthreadd, the leader of each group, and the threads. */
export const taskId = id("task", (scope) => 1 + owners(scope) + threads(scope));
/** Kthread groups (struct kthread_group), kthreadd's own among them. */
export const groupId = id("group", (scope) => 1 + owners(scope));
/** Processes that ask for threads; each has at most one request at a time, so that a request is named by who made it. */
export const creatorId = id("creator", (scope) => owners(scope) + sized(scope, "creators"));

/** A number that is 0 or 1 in scopes with the switch, and takes no room in others. */
export const onlyIf = (key: string) => range(0, (scope: Scope) => (scope[key] === true ? 1 : 0));
/** Clone flags of a group, as far as they differ. */
export const cloneFlags = oneOf(
  /** CLONE_FS|CLONE_FILES|SIGCHLD: threads are processes of their own. */
  "plain",
  /** CLONE_THREAD|CLONE_SIGHAND beside them. */
  "thread",
  /** CLONE_THREAD without CLONE_SIGHAND, which copy_process refuses. */
  "thread without handlers",
);

const task = record({
  at: oneOf(
    "absent",
    /** kthreadd: before the test of kthread_should_stop. */
    "to test stop",
    /** kthreadd: before set_current_state. */
    "to set state",
    /** kthreadd: before list_empty, and schedule. */
    "to test list",
    /** kthreadd: in schedule. */
    "asleep",
    /** kthreadd: before it takes create_lock to pop a request. */
    "to pop",
    /** kthreadd: before kernel_thread. */
    "to clone",
    /** kthreadd: the clone failed; next, it takes the token of the request. */
    "to refuse",
    /** kthreadd: it has the token; next, it completes the request. */
    "refusing",
    /** A new thread, before it takes the token of its request. */
    "born",
    /** It has the token; next, it completes the request. */
    "announcing",
    /** Sleeping until it is woken for the first time. */
    "created",
    /** Woken; next, it tests whether it is to stop already. */
    "to run",
    /** In its thread function. */
    "in function",
    "parked",
    /** A service's thread that has left its loop; next, it takes the service's mutex. */
    "leaving",
    /** The last thread of a service, that stops the service's group. */
    "ending service",
    /** Exited, and not gone: its group has other threads, or somebody refers to it. */
    "dead",
  ),
  /** The state is TASK_INTERRUPTIBLE: the next schedule sleeps. */
  interruptible: boolean(),
  /** The leader of its thread group. */
  tgid: option(taskId),
  /** `real_parent`; none for kthreadd, whose parent is pid 0. */
  parent: option(taskId),
  /** The group whose kthreadd it is. */
  runs: option(groupId),
  /** The request that it answers: that it is the new thread of, or that it has popped. */
  request: option(creatorId),
  /** The memory node it was allocated on; 0: any. */
  node: range(0, (scope: Scope) => Number(scope.nodes ?? 1)),
  /** KTHREAD_SHOULD_STOP. */
  shouldStop: boolean(),
  /** 1: KTHREAD_SHOULD_PARK. */
  shouldPark: onlyIf("park"),
  /** 1, of the leader: the handlers that its group shares accept a signal. */
  accepts: onlyIf("signals"),
  /** 1: TIF_SIGPENDING. */
  signalled: onlyIf("signals"),
  /** The group that it was created in; none once that is no more. */
  via: option(groupId),
});

const group = record({
  phase: oneOf(
    /** Not allocated yet. */
    "absent",
    /** Allocated; its kthreadd is being created. */
    "starting",
    "live",
    /** Mended: it takes no more requests. */
    "stopping",
    "freed",
  ),
  /** `kthreadd_default`. */
  main: boolean(),
  flags: cloneFlags,
  /** `task`: its kthreadd. */
  task: option(taskId),
  /** `create_list`, oldest first. */
  requests: list((scope) => owners(scope) + sized(scope, "creators"), creatorId),
  /** How far kthread_stop_group has got. */
  stop: oneOf("no", "to flag", "to wake", "waiting"),
});

const creator = record({
  role: oneOf("creator", "owner"),
  at: oneOf(
    "user",
    /** The request is allocated; next, it takes create_lock. */
    "to append",
    /** The request is listed; next, it wakes kthreadd. */
    "to wake",
    /** In the killable wait. */
    "waiting",
    /** Killed, but somebody else has the token: in the wait that nothing ends but the answer. */
    "waiting unkillably",
    /** Has a thread that was never woken. */
    "holding",
    /** Has a thread that runs. */
    "user of thread",
    "parking",
    /** Next, it wakes the thread that it has told to stop. */
    "to wake stopped",
    /** Waits for the thread to exit. */
    "stopping",
    /** An owner that waits for its kthreadd to begin. */
    "starting group",
    /** An owner whose group runs. */
    "owning",
    /** An owner in kthread_stop_group. */
    "stopping group",
    "done",
  ),
  /** The group that it asks for a thread. */
  group: option(groupId),
  /** An owner: the group that it starts. */
  owns: option(groupId),
  /** The node that the thread is wanted on; 0: any. */
  node: range(0, (scope: Scope) => Number(scope.nodes ?? 1)),
  /** The request exists (struct kthread_create_info). */
  record: boolean(),
  /** `done` of the request is not NULL: whoever exchanges it with NULL decides what becomes of the request. */
  token: boolean(),
  result: oneOf("none", "thread", "error"),
  /** The thread that it refers to. */
  thread: option(taskId),
});

/** The fields of the state, for schemas that are built on it. */
export const fields = {
  tasks: vector(taskId, task),
  groups: vector(groupId, group),
  creators: vector(creatorId, creator),
  /** Something was used that is freed, or was never there. */
  misused: ghost(boolean()),
};

/** The schema of the state. */
export const state = record(fields);

/** A task slot. */
export type TaskId = Id<"task">;
/** A kthread group. */
export type GroupId = Id<"group">;
/** A process that asks for threads. */
export type CreatorId = Id<"creator">;
/** A task as guards see it. */
export type Task = StateOf<typeof task>;
/** The state as guards and properties see it. */
export type State = StateOf<typeof state> & { readonly constants: Constants };
/** The state as effects see it. */
export type Draft = DraftOf<typeof state> & { readonly constants: Constants };

const authored: Author<State, Draft, Constants> = author(state, constants<Constants>());
/** Makes an atomic step of the model. */
export const action: Author<State, Draft, Constants>["action"] = authored.action;
/** Makes a property that holds always. */
export const always: Author<State, Draft, Constants>["always"] = authored.always;
/** Makes a property that names what never is. */
export const never: Author<State, Draft, Constants>["never"] = authored.never;
/** Makes a property that names what must be reachable. */
export const sometimes: Author<State, Draft, Constants>["sometimes"] = authored.sometimes;
/** Makes a property of what happens in the end. */
export const liveness: Author<State, Draft, Constants>["liveness"] = authored.liveness;
/** Makes a predicate on states for the formula of such a property. */
export const holds: Author<State, Draft, Constants>["holds"] = authored.holds;

export { known } from "../known.js";
