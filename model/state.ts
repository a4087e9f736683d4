/**
 * The state of the lease core: tasks, thread groups, open file descriptions and the leases of inodes. Names follow the
 * kernel's where it has short ones; `file` is a struct file, that is, an open file description.
 */
import { type Author, author, constants } from "../src/machine/author.js";
import type { Scope } from "../src/schema/schema.js";
import { boolean, ghost, id, list, oneOf, option, range, record, vector } from "../src/schema/schema.js";
import type { DraftOf, Id, StateOf } from "../src/schema/types.js";
import { type Constants, lastDeadline } from "./constants.js";
import { leaseType } from "./leases/pending.js";

/** Task slots: threads that exist or may come to exist. */
export const taskId = id("task", "tasks");
/** Thread groups, that is, processes (tgid). */
export const groupId = id("group", "groups");
/** Open file descriptions (struct file). */
export const fileId = id("file", "files");
/** Files on disk. */
export const inodeId = id("inode", "inodes");
/** The access mode of an open. */
export const accessMode = oneOf("read", "write", "read-write", "path");

/** 0 none · 1 passed · 2, 3, … running, oldest first and without gaps: see `clock.ts`. */
const deadline = range(0, lastDeadline);
/** A number that is 0 or 1 in scopes with the option, and takes no room in others. */
const onlyIf = (wanted: (scope: Scope) => boolean) => range(0, (scope) => (wanted(scope) ? 1 : 0));
const followsSignals = (scope: Scope): boolean => scope.signals !== "any";

const task = record({
  /** Where the task is: in user space, or before which step of a system call. */
  at: oneOf(
    /** A free slot. */
    "absent",
    /** A thread group leader that has exited before its threads. */
    "zombie",
    "user",
    /** Counted by the inode; next, the test for an empty list of leases. */
    "counted",
    /** Saw leases; next, __break_lease takes flc_lock. */
    "about to break",
    /** Waiting in __break_lease. */
    "asleep",
    /** B2 only: through break_lease, not counted yet. */
    "to count",
    "to truncate",
    /** A change of metadata has waited for a delegation; next, it starts anew. */
    "to redo",
    /** execve has opened the program; next, the point of no return. */
    "to replace",
    /** The call fails; next, it gives up what it counted. */
    "failing",
    /** An interrupted call that will start again. */
    "restarting",
    /** In F_SETLEASE, flc_lock held: allowed, not listed yet. */
    "allowed",
    /** In F_SETLEASE, flc_lock held: listed, the counts of opens to be looked at again. */
    "listed",
    /** F_SETLEASE is over (refused when its call is *none*), and drops the last reference to the description. */
    "to release",
  ),
  call: oneOf(
    "none",
    "open",
    "open truncating",
    "truncate",
    "exec",
    "set read lease",
    "set write lease",
    "change metadata",
  ),
  group: option(groupId),
  leader: boolean(),
  /** The description that the call is about. */
  file: option(fileId),
  /** The inode that the call is about. */
  inode: option(inodeId),
  blocking: boolean(),
  /** The lease that a sleeping breaker is queued on (`flc_blocker`), by its description. */
  blocker: option(fileId),
  /** The sleeping breaker that it is queued below instead. */
  behind: option(taskId),
  /** When a queued sleeper looks again: a deadline, where *none* means after one jiffy; or `constants.never`. */
  timer: range(0, (scope) => 1 + lastDeadline(scope)),
  /** 1: blocks the break signal. */
  masks: onlyIf((scope) => scope.masks === true),
  /** 1: the lease that it is setting asks for the exemption of its own thread group. */
  asks: onlyIf((scope) => scope.optIn === true),
});

const group = record({
  /** How many descriptors of each description the process has. */
  descriptors: vector(
    fileId,
    range(0, (scope) => (scope.dup === true ? 2 : 1)),
  ),
  /** 1: a break signal waits for a thread that takes it. */
  signalled: onlyIf(followsSignals),
  /** 1: killed; its threads do nothing more in user space. */
  killed: onlyIf((scope) => scope.kill === true || scope.signals === "default action"),
});

const file = record({
  state: oneOf(
    "free",
    /** do_dentry_open is at work on it. */
    "opening",
    "open",
    /** Between an interrupted open and its new start: counted nowhere. */
    "restarting",
  ),
  mode: accessMode,
  inode: option(inodeId),
});

const lease = record({
  /** `flc_file`, also its owner: a description has at most one lease. */
  file: fileId,
  /** `flc_pid`: the thread group that created the lease. */
  tgid: groupId,
  /** `flc_type`: what is enforced, whatever is pending. */
  type: leaseType,
  /** FL_UNLOCK_PENDING: the holder was asked to give the lease up. */
  unlockPending: boolean(),
  /** FL_DOWNGRADE_PENDING: the holder was asked to become a reader. */
  downgradePending: boolean(),
  breakTime: deadline,
  downgradeTime: deadline,
  /** 1: asks that operations of its own thread group pass it. */
  asks: onlyIf((scope) => scope.optIn === true),
  /** The thread that the break signal is addressed to (`f_owner`); `null` once it has exited. */
  owner: option(taskId),
  /** The process that created the lease has exited. */
  creatorGone: ghost(boolean()),
});

const inode = record({
  /** flc_lock is held across a step: a task is inside F_SETLEASE. */
  locked: boolean(),
  /** `flc_lease`, oldest first. */
  leases: list("files", lease),
  /** The sleeping breakers that are queued, in the order in which they were inserted. */
  queue: list("tasks", taskId),
});

/** What the state of every scenario with leases of user space consists of. */
export const parts = {
  tasks: vector(taskId, task),
  groups: vector(groupId, group),
  files: vector(fileId, file),
  inodes: vector(inodeId, inode),
};

/** The schema of the state. */
export const state = record(parts);

/** A task slot. */
export type TaskId = Id<"task">;
/** A thread group. */
export type GroupId = Id<"group">;
/** An open file description. */
export type FileId = Id<"file">;
/** A file on disk. */
export type InodeId = Id<"inode">;
/** How a description was opened. */
export type AccessMode = "read" | "write" | "read-write" | "path";
/** A task as guards see it. */
export type Task = StateOf<typeof task>;
/** A lease as guards see it. */
export type Lease = StateOf<typeof lease>;
/** A lease as effects see it. */
export type LeaseDraft = DraftOf<typeof lease>;
/** An inode as effects see it. */
export type InodeDraft = DraftOf<typeof inode>;
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
/** Makes a property of parts of the system that are not to be stuck. */
export const neverStuck: Author<State, Draft, Constants>["neverStuck"] = authored.neverStuck;
/** Makes a predicate on states for the formula of such a property. */
export const holds: Author<State, Draft, Constants>["holds"] = authored.holds;

export { known } from "./known.js";
export { type LeaseType, leaseType } from "./leases/pending.js";
