/** Opening a file, as far as leases see it: fs/open.c do_dentry_open, 6.12–6.18. */

import { boolean } from "../../src/schema/schema.js";
import type { Options } from "../constants.js";
import {
  type AccessMode,
  accessMode,
  action,
  type Draft,
  type InodeId,
  inodeId,
  known,
  type State,
  type TaskId,
  taskId,
} from "../state.js";
import { groupOf, mayCall, returnToUser } from "../tasks.js";
import { afterBreak, finishOpen, freeFile } from "./after-break.js";

function inScope(options: Options, access: AccessMode, truncating: boolean, blocking: boolean): boolean {
  if (!blocking && !options.nonblocking) return false;
  if (access === "read") return !truncating || options.openTruncate;
  if (truncating) return false;
  return access === "path" ? options.path && blocking : access === "write" ? options.writing : options.readWrite;
}

function newFile(draft: Draft, task: TaskId, inode: InodeId, access: AccessMode): void {
  const file = known(draft.files.firstKey(({ state }) => state === "free"));
  draft.files.set(file, { state: "opening", mode: access, inode });
  draft.tasks[task].file = file;
  draft.tasks[task].inode = inode;
}

/** Whether a task can open a file now. */
export const canOpen = (s: State, task: TaskId): boolean =>
  mayCall(s, task) && s.files.some(({ state }) => state === "free");

/** The first step of open(2): the description, and its count. */
export function beginOpen(draft: Draft, task: TaskId, { inode, access, truncating, blocking }: OpenArguments): void {
  newFile(draft, task, inode, access);
  const self = draft.tasks[task];
  self.call = truncating ? "open truncating" : "open";
  self.blocking = blocking;
  if (access === "path") finishOpen(draft, task);
  else self.at = "counted";
}

/** What open(2) is called with. */
export interface OpenArguments {
  readonly inode: InodeId;
  readonly access: AccessMode;
  /** O_TRUNC. */
  readonly truncating: boolean;
  /** Not O_NONBLOCK. */
  readonly blocking: boolean;
}

/**
 * open(2) has a new description and counts it. An open with O_PATH counts nowhere, breaks nothing, and is done.
 */
export const open = action("open", {
  parameters: { task: taskId, inode: inodeId, access: accessMode, truncating: boolean(), blocking: boolean() },
  atomicUnder: "the increment of i_readcount or i_writecount; a full barrier follows",
  source: "fs/open.c do_dentry_open, i_readcount_inc and get_write_access, 6.12–6.18",
  when: ({ options }, { access, truncating, blocking }) => inScope(options, access, truncating, blocking),
  enabled: (s, { task }) => canOpen(s, task),
  effect: (draft, { task, ...call }) => beginOpen(draft, task, call),
});

/** execve opens the program: the leased file, for reading. */
export const exec = action("exec", {
  parameters: { task: taskId, inode: inodeId },
  atomicUnder: "the increment of i_readcount; a full barrier follows",
  source: "fs/exec.c do_open_execat, fs/open.c do_dentry_open, 6.12–6.18",
  when: ({ options }) => options.exec,
  enabled: (s, { task }) => canOpen(s, task),
  effect: (draft, { task, inode }) => {
    newFile(draft, task, inode, "read");
    const self = draft.tasks[task];
    self.call = "exec";
    self.blocking = true;
    self.at = "counted";
  },
});

/** break_lease looks, without flc_lock, whether the inode has leases at all. */
export const testForLeases = action("test for leases", {
  parameters: { task: taskId },
  atomicUnder: "the read of flc_lease, without flc_lock",
  source: "include/linux/filelock.h break_lease, list_empty_careful, 6.12–6.18",
  enabled: (s, { task }) => s.tasks[task].at === "counted",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    if (draft.inodes[known(self.inode)].leases.length === 0) afterBreak(draft, task);
    else self.at = "about to break";
  },
});

/** B2: only now, past break_lease, is an open for reading counted. */
export const countLate = action("count the open late", {
  parameters: { task: taskId },
  atomicUnder: "the increment of i_readcount",
  source: "fs/open.c do_dentry_open, 5.3–6.0",
  when: ({ faults }) => faults.B2,
  enabled: (s, { task }) => s.tasks[task].at === "to count",
  effect: (draft, { task }) => finishOpen(draft, task),
});

/** A call that failed gives up its description and its count, and returns. */
export function fail(draft: Draft, task: TaskId): void {
  const { file } = draft.tasks[task];
  if (file !== null) freeFile(draft, file);
  returnToUser(draft, task);
}

/** A call that failed returns; one that was interrupted may start again. */
export const giveUp = action("give up", {
  parameters: { task: taskId },
  atomicUnder: "the decrement of i_readcount or i_writecount",
  source: "fs/open.c do_dentry_open from cleanup_all, and vfs_truncate from put_write_and_out, 6.12–6.18",
  enabled: (s, { task }) => s.tasks[task].at === "failing",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const { options, deadly } = draft.constants;
    const restarts =
      options.signals === "restarting handler" &&
      self.blocking &&
      (!deadly || draft.groups[groupOf(draft, task)].killed === 0);
    if (restarts) {
      self.at = "restarting";
      if (self.file !== null) draft.files[self.file].state = "restarting";
      return;
    }
    fail(draft, task);
  },
});

/** A call that was interrupted by a handler with SA_RESTART starts again from its beginning. */
export const restart = action("restart", {
  parameters: { task: taskId },
  atomicUnder: "the increment of i_readcount or i_writecount",
  source: "arch/x86/kernel/signal.c handle_signal, -ERESTARTSYS; signal(7)",
  when: ({ options }) => options.signals === "restarting handler",
  enabled: (s, { task }) => s.tasks[task].at === "restarting",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    self.at = "counted";
    if (self.file !== null) draft.files[self.file].state = "opening";
  },
});
