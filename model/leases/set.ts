/** Setting a lease: F_SETLEASE with F_RDLCK or F_WRLCK, fs/locks.c generic_add_lease, 6.12–6.18. */
import { define } from "../../src/machine/definition.js";
import { closeGaps, NONE } from "../clock.js";
import {
  action,
  type Draft,
  type FileId,
  fileId,
  type InodeId,
  known,
  type LeaseType,
  leaseType,
  type State,
  type TaskId,
  taskId,
} from "../state.js";
import { groupOf, mayCall, returnToUser } from "../tasks.js";
import { readCount, writeCount } from "../vfs/counts.js";
import { isPossessed, isReader, possesses } from "../vfs/references.js";
import { remove, retype, timeOutLeases } from "./modify.js";

/** Whether opens in the way forbid a lease of the type on this description: check_conflicting_open. */
export const openConflicts: (s: State, inode: InodeId, file: FileId, type: LeaseType) => boolean = define(
  (s, inode, file, type) => {
    if (!s.constants.checksOpens) return false;
    const writers = writeCount(s, inode);
    if (type === "read") return writers > 0;
    return isReader(s, file) ? writers !== 0 || readCount(s, inode) !== 1 : writers !== 1 || readCount(s, inode) !== 0;
  },
);

/** Whether the leases of other descriptions forbid it: no write lease beside another, none beside one being unlocked. */
const leaseConflicts = (s: State, inode: InodeId, file: FileId, type: LeaseType): boolean =>
  s.inodes[inode].leases.some((lease) => lease.file !== file && (type === "write" || lease.unlockPending));

/** Whether F_SETLEASE fails with EAGAIN in this situation, expiry already scanned for. */
export const isRefused = (s: State, inode: InodeId, file: FileId, type: LeaseType): boolean =>
  openConflicts(s, inode, file, type) || leaseConflicts(s, inode, file, type);

/** Whether a task can call fcntl for a lease on the description now, with flc_lock free. */
export const canReachLease = (s: State, task: TaskId, file: FileId): boolean =>
  mayCall(s, task) &&
  possesses(s, groupOf(s, task), file) &&
  s.files[file].mode !== "path" &&
  !s.inodes[known(s.files[file].inode)].locked;

const typeAsked = (s: State, task: TaskId): LeaseType => (s.tasks[task].call === "set read lease" ? "read" : "write");

/** The first step of F_SETLEASE. @param asks 1: the lease asks for the exemption of its own thread group */
export function beginLease(draft: Draft, task: TaskId, file: FileId, type: LeaseType, asks: 0 | 1): void {
  const inode = known(draft.files[file].inode);
  timeOutLeases(draft, inode);
  if (!isRefused(draft, inode, file, type)) {
    const mine = draft.inodes[inode].leases.first((lease) => lease.file === file);
    if (mine !== undefined) retype(draft, inode, mine, type);
    else {
      const self = draft.tasks[task];
      self.at = "allowed";
      self.call = type === "read" ? "set read lease" : "set write lease";
      self.file = file;
      self.inode = inode;
      self.asks = asks;
      draft.inodes[inode].locked = true;
    }
  }
  closeGaps(draft);
}

/**
 * F_SETLEASE takes flc_lock and decides. A lease that the description has already changes its type and the call is over;
 * a refused call is over as well; otherwise the lock stays held for the steps to come.
 */
export const setLease = action("set lease", {
  parameters: { task: taskId, file: fileId, type: leaseType },
  atomicUnder: "flc_lock, which it keeps when a lease is to be inserted",
  source: "fs/locks.c generic_add_lease up to locks_insert_lock_ctx, 6.12–6.18",
  enabled: (s, { task, file }) => canReachLease(s, task, file),
  effect: (draft, { task, file, type }) => beginLease(draft, task, file, type, 0),
});

/** The lease appears on the list, where opens that do not take flc_lock can see it. */
export const insertLease = action("insert lease", {
  parameters: { task: taskId },
  atomicUnder: "the store to flc_lease, seen by others without flc_lock; a full barrier follows",
  source: "fs/locks.c generic_add_lease, locks_insert_lock_ctx and smp_mb, 6.12–6.18",
  enabled: (s, { task }) => s.tasks[task].at === "allowed",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    draft.inodes[known(self.inode)].leases.push({
      file: known(self.file),
      tgid: groupOf(draft, task),
      type: typeAsked(draft, task),
      unlockPending: false,
      downgradePending: false,
      breakTime: NONE,
      downgradeTime: NONE,
      asks: self.asks,
      owner: task,
      creatorGone: false,
    });
    self.at = "listed";
  },
});

/** Whether an open has slipped in since the lease was allowed. With B1 nobody looks. */
const hasLostRace = (s: State, inode: InodeId, file: FileId, type: LeaseType): boolean =>
  !s.constants.faults.B1 && openConflicts(s, inode, file, type);

/**
 * The counts of opens are read once more. A lease that lost the race is taken off again and the call fails with EAGAIN;
 * otherwise it is granted, its owner is set, and flc_lock is released.
 */
export const finishLease = action("finish lease", {
  parameters: { task: taskId },
  atomicUnder: "the read of i_readcount or i_writecount, raised by others without flc_lock",
  source: "fs/locks.c generic_add_lease, second check_conflicting_open, and lease_setup, 6.12–6.18",
  enabled: (s, { task }) => s.tasks[task].at === "listed",
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const inode = known(self.inode);
    const file = known(self.file);
    if (hasLostRace(draft, inode, file, typeAsked(draft, task))) {
      remove(draft, inode, file);
      self.call = "none";
    }
    draft.inodes[inode].locked = false;
    if (isPossessed(draft, file)) returnToUser(draft, task);
    else self.at = "to release";
  },
});

/** F_SETLEASE with F_UNLCK, by anyone who has a descriptor. EAGAIN when there is no lease. It does not scan for expiry. */
export const unlock = action("unlock", {
  parameters: { task: taskId, file: fileId },
  atomicUnder: "flc_lock",
  source: "fs/locks.c generic_delete_lease, 6.12–6.18",
  enabled: (s, { task, file }) => canReachLease(s, task, file),
  effect: (draft, { file }) => {
    remove(draft, known(draft.files[file].inode), file);
    closeGaps(draft);
  },
});

/** F_GETLEASE: scans for expiry, and says what the lease is asked to become. */
export const query = action("query lease", {
  parameters: { task: taskId, file: fileId },
  atomicUnder: "flc_lock",
  source: "fs/locks.c fcntl_getlease, 6.12–6.18",
  when: ({ options }) => options.query,
  enabled: (s, { task, file }) => canReachLease(s, task, file),
  effect: (draft, { file }) => {
    timeOutLeases(draft, known(draft.files[file].inode));
    closeGaps(draft);
  },
});

/** What F_GETLEASE answers: the type that the description's lease is asked to become, or *unlock* when there is none. */
export function targetType(s: State, file: FileId): LeaseType | "unlock" {
  const lease = s.inodes[known(s.files[file].inode)].leases.first((listed) => listed.file === file);
  if (lease === undefined || lease.unlockPending) return "unlock";
  return lease.downgradePending ? "read" : lease.type;
}
