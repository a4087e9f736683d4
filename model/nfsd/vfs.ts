/** The VFS call of a request: break, perhaps wait a moment, act; or fail with NFS4ERR_DELAY. */
import { change, read } from "../clients/belief.js";
import type { Constants } from "./constants.js";
import { anyLeaseConflicts, breakLeases, inodeIsLocked } from "./leases.js";
import { breakMode, changesAttributes, isOpen, opensForWriting, waitsShortly } from "./operations.js";
import { publishAccess, withdrawAccess } from "./requests.js";
import { action, type Draft, type FileId, known, type State, type ThreadId, threadId } from "./state.js";
import { answer, letGo } from "./threads.js";

/** Whether the break can be made now: what changes attributes takes i_rwsem with it. */
const canBreak = (s: State, thread: ThreadId): boolean => {
  const { at, operation, file, target } = s.threads[thread];
  if (at !== "to break" && at !== "to break target") return false;
  if (!changesAttributes(operation) || at === "to break target") return true;
  return !inodeIsLocked(s, known(file), thread) && (target === null || !inodeIsLocked(s, target, thread));
};

/** B8, B10: whether the operation breaks nothing because the server has the file open already. */
function skipsBreak(s: State, thread: ThreadId): boolean {
  const { operation, file, client } = s.threads[thread];
  const { faults } = s.constants;
  if (faults.B10 && operation === "write") return true;
  if (!faults.B8 || !isOpen(operation)) return false;
  const { reads, writes } = s.files[known(file)];
  return (opensForWriting(operation) ? writes : reads).some((has, other) => has && other !== client);
}

/** Whether the VFS can refuse a thread of the server at all: every lease here is its thread group's. */
const canBeRefused = ({ rules }: Constants): boolean => rules.passes !== "those of the thread group";

/** The VFS finds nothing in the way. */
export function goThrough(draft: Draft, thread: ThreadId): void {
  const self = draft.threads[thread];
  if (!isOpen(self.operation)) {
    self.at = "to apply";
    return;
  }
  const { options, rules, faults } = draft.constants;
  if (self.at === "to break" && options.openBlocks && faults["W-e"]) self.at = "to open";
  else if (options.publish === "after the VFS call") {
    if (rules.locked === "until the VFS call returns") letGo(draft, thread);
    self.at = "to publish";
  } else finishOpen(draft, thread);
}

/** OPEN has its access; a delegation may follow. */
function finishOpen(draft: Draft, thread: ThreadId): void {
  const self = draft.threads[thread];
  letGo(draft, thread);
  if (self.wants) self.at = "to allocate";
  else answer(draft, thread);
}

/** The VFS refuses. */
export function meetConflict(draft: Draft, thread: ThreadId): void {
  const self = draft.threads[thread];
  const { patience } = draft.constants.options;
  if (patience === "block" || (patience === "as Linux does" && waitsShortly(self.operation) && !self.waited))
    self.at = "waiting";
  else self.at = "to refuse";
}

/**
 * The VFS breaks, without blocking: conflicting holders are recalled. (The test for an empty list before it, without
 * flc_lock, decides nothing that this step does not; i_rwsem, where the operation takes it, is taken with this step.)
 */
export const breakDelegations = action("break delegations", {
  parameters: { thread: threadId },
  atomicUnder: "flc_lock",
  source:
    "fs/locks.c __break_lease; fs/nfsd/vfs.c nfsd_open_break_lease, fs/namei.c and fs/attr.c try_break_deleg, 6.12",
  enabled: (s, { thread }) => s.threads[thread].operation !== "get attributes" && canBreak(s, thread),
  effect: (draft, { thread }) => {
    const { at, file, operation, target } = draft.threads[thread];
    const now = at === "to break" ? known(file) : known(target);
    if (skipsBreak(draft, thread)) goThrough(draft, thread);
    else if (breakLeases(draft, now, thread, breakMode(operation))) meetConflict(draft, thread);
    else if (at === "to break" && target !== null) draft.threads[thread].at = "to break target";
    else goThrough(draft, thread);
  },
});

/** The file whose list a thread watches: of RENAME the source (B28); mended, the one that has leases. */
function awaited(s: State, thread: ThreadId): FileId {
  const { file, target } = s.threads[thread];
  if (s.constants.faults.B28 || target === null || s.files[known(file)].leases.length !== 0) return known(file);
  return target;
}

/** The wait for a DELEGRETURN ends because the list of leases is empty (or, with blocking, nothing is in the way): once more. */
export const endWait = action("see delegations returned", {
  parameters: { thread: threadId },
  atomicUnder: "the read of flc_lease in wait_var_event",
  source: "fs/nfsd/nfs4state.c nfsd_wait_for_delegreturn, 6.12",
  when: (constants) => constants.options.patience !== "delay" && canBeRefused(constants),
  enabled: (s, { thread }) => {
    const { at, file, operation } = s.threads[thread];
    if (at !== "waiting") return false;
    return s.constants.options.patience === "block"
      ? !anyLeaseConflicts(s, known(file), thread, breakMode(operation))
      : s.files[awaited(s, thread)].leases.length === 0;
  },
  effect: (draft, { thread }) => {
    draft.threads[thread].at = "to break";
    if (draft.constants.options.patience !== "block") draft.threads[thread].waited = true;
  },
});

/** The short wait is over. */
export const giveUpWait = action("end short wait", {
  parameters: { thread: threadId },
  atomicUnder: "nothing: the clock",
  source: "fs/nfsd/nfs4state.c nfsd_wait_for_delegreturn, NFSD_DELEGRETURN_TIMEOUT, 6.12",
  when: (constants) => constants.options.patience === "as Linux does" && canBeRefused(constants),
  enabled: (s, { thread }) => s.threads[thread].at === "waiting",
  effect: (draft, { thread }) => {
    draft.threads[thread].at = "to refuse";
  },
});

/** NFS4ERR_DELAY: what the request published is taken back, and the client may try again. */
export const refuse = action("answer NFS4ERR_DELAY", {
  parameters: { thread: threadId },
  atomicUnder: "fi_lock",
  source: "fs/nfsd/nfs4state.c nfs4_get_vfs_file from out_put_access, nfserr_jukebox, 6.12",
  enabled: (s, { thread }) => s.threads[thread].at === "to refuse",
  effect: (draft, { thread }) => {
    const { client, file, operation, wants } = draft.threads[thread];
    if (isOpen(operation)) withdrawAccess(draft, known(client), known(file), operation);
    // Returning a delegation is not among the operations that are counted (B25).
    if (isOpen(operation) || !wants) draft.clients[known(client)].left++;
    answer(draft, thread);
  },
});

/** The operation takes effect. */
export const apply = action("act", {
  parameters: { thread: threadId },
  atomicUnder: "i_rwsem; for READ the folio lock",
  source:
    "fs/attr.c notify_change, fs/namei.c vfs_unlink, vfs_link and vfs_rename, fs/nfsd/vfs.c nfsd_write and nfsd_read, 6.12",
  when: ({ options: { setAttributes, remove, link, rename, special } }) =>
    setAttributes || remove || link || rename || special,
  enabled: (s, { thread }) => s.threads[thread].at === "to apply",
  effect: (draft, { thread }) => {
    const { client, file, operation, target } = draft.threads[thread];
    if (operation === "read") read(draft, known(file), client);
    else change(draft, known(file), client);
    if (target !== null) change(draft, target, client);
    if (operation === "remove") draft.files[known(file)].nameless = 1;
    if (target !== null) draft.files[target].nameless = 1;
    answer(draft, thread);
  },
});

/** Only now, past the VFS call, does the access of an OPEN become visible to a grant's check for conflicting opens. */
export const publish = action("publish access", {
  parameters: { thread: threadId },
  atomicUnder: "fi_lock",
  source: "no kernel that is known: the order of fs/nfsd/nfs4state.c nfs4_get_vfs_file turned round",
  when: ({ options }) => options.publish === "after the VFS call",
  enabled: (s, { thread }) => s.threads[thread].at === "to publish",
  effect: (draft, { thread }) => {
    const { client, file, operation } = draft.threads[thread];
    publishAccess(draft, known(client), known(file), operation);
    finishOpen(draft, thread);
  },
});
