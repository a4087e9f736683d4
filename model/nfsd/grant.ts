/** Granting a delegation, step by step: fs/nfsd/nfs4state.c nfs4_set_delegation, 6.12. */

import type { LeaseType } from "../leases/pending.js";
import { inodeIsLocked, timeOutLeases, unlist } from "./leases.js";
import { opensForWriting } from "./operations.js";
import { startPeriod } from "./recall.js";
import { action, type ClientId, type Draft, type FileId, known, type State, type ThreadId, threadId } from "./state.js";
import { answer } from "./threads.js";

const BLANK = { status: "none", type: "read", recall: "none", due: "none", told: false, contradicted: false } as const;

/** Forgets a delegation. */
export function free(draft: Draft, file: FileId, client: ClientId): void {
  const { due } = draft.files[file].delegations[client];
  draft.files[file].delegations.set(client, BLANK);
  // With B6 the list still has it.
  if (draft.constants.faults.B6 && due !== "none") draft.files[file].delegations[client].due = due;
}

const typeOf = (s: State, thread: ThreadId): LeaseType => {
  const { file, client } = s.threads[thread];
  return s.files[known(file)].delegations[known(client)].type;
};

/** Answers OPEN without a delegation. */
function grantNothing(draft: Draft, thread: ThreadId): void {
  answer(draft, thread);
}

/**
 * Whether the server never grants for such an OPEN: a GETATTR of v4.0 names no client, and would conflict with the
 * client's own write delegation (B25).
 */
const isRefused = (s: State, client: ClientId, thread: ThreadId): boolean =>
  s.clients[client].old === 1 && opensForWriting(s.threads[thread].operation) && !s.constants.faults.B25;

/** Steps 1 to 4: nobody was in conflict over the file, and the client has no delegation of it. */
export const allocate = action("allocate delegation", {
  parameters: { thread: threadId },
  atomicUnder:
    "deleg_lock and fi_lock; in designs that lock, the server's lock of the file, kept until the grant is over",
  source: "fs/nfsd/nfs4state.c nfs4_set_delegation and alloc_init_deleg, 6.12",
  enabled: (s, { thread }) => {
    const { at, file } = s.threads[thread];
    return at === "to allocate" && s.files[known(file)].lock === null;
  },
  effect: (draft, { thread }) => {
    const { operation, file, client } = draft.threads[thread];
    const self = draft.files[known(file)];
    const delegation = self.delegations[known(client)];
    if (
      self.hadConflict ||
      delegation.status !== "none" ||
      draft.clients[known(client)].down === 1 ||
      isRefused(draft, known(client), thread)
    ) {
      grantNothing(draft, thread);
      return;
    }
    delegation.status = "allocated";
    delegation.type = operation === "open both" && draft.constants.options.writeDelegations ? "write" : "read";
    if (draft.constants.rules.locked.startsWith("until")) self.lock = thread;
    draft.threads[thread].at = "to list";
  },
});

/** Step 5: the lease is listed, unless i_rwsem is held, another lease excludes it, or one is being given up. */
export const listLease = action("list delegation's lease", {
  parameters: { thread: threadId },
  atomicUnder: "flc_lock, and i_rwsem, which it only tries to take",
  source: "fs/locks.c generic_add_lease, 6.12–6.18",
  enabled: (s, { thread }) => s.threads[thread].at === "to list",
  effect: (draft, { thread }) => {
    const { file, client } = draft.threads[thread];
    const type = typeOf(draft, thread);
    const self = draft.files[known(file)];
    if (!inodeIsLocked(draft, known(file), thread)) {
      timeOutLeases(draft, known(file));
      if (self.leases.every(({ unlockPending }) => type === "read" && !unlockPending)) {
        self.leases.push({
          holder: known(client),
          type,
          unlockPending: false,
          downgradePending: false,
          downgradeTime: "none",
        });
        draft.threads[thread].at = "to verify";
        return;
      }
    }
    free(draft, known(file), known(client));
    grantNothing(draft, thread);
  },
});

/** Writers that the server's own opens do not account for: `i_writecount` less the server's cached descriptions. */
export const foreignWriters = (s: State, file: FileId): boolean =>
  (s.local.file === file && s.local.open === "for writing") ||
  s.threads.some((thread) => thread.file === file && isCounted(s, file, thread.operation, thread.at));

/** Whether a thread's call is counted as a writer, and not by a description that an open stateid accounts for. */
function isCounted(s: State, file: FileId, operation: string, at: string): boolean {
  if (at === "to check" || at === "idle" || at === "to refuse") return false;
  // Sharing the description of an open for writing, a WRITE is taken for that open (W-i).
  if (operation === "write") return !s.constants.faults["W-i"] || s.files[file].writes.every((has) => !has);
  return (
    s.constants.options.publish === "after the VFS call" &&
    at === "to break" &&
    (operation === "open write" || operation === "open both")
  );
}

/** Whether opens of others forbid the grant: nfsd4_check_conflicting_opens. With W-h opens for reading never do. */
function opensConflict(s: State, thread: ThreadId): boolean {
  const { file, client } = s.threads[thread];
  const { reads, writes } = s.files[known(file)];
  if (foreignWriters(s, known(file))) return true;
  if (!s.constants.faults.B9 && writes.some((has, other) => has && other !== client)) return true;
  if (typeOf(s, thread) === "read" || s.constants.faults["W-h"]) return false;
  return (
    reads.some((has, other) => has && other !== client) ||
    (s.local.file === file && s.local.open === "for reading") ||
    s.threads.some((other) => other.file === file && other.operation === "read" && other.at === "to apply")
  );
}

/** Steps 6 and 7: the name still leads to the file, and no open is in the way. */
export const verify = action("verify grant", {
  parameters: { thread: threadId },
  atomicUnder: "fi_lock",
  source: "fs/nfsd/nfs4state.c nfsd4_verify_deleg_dentry and nfsd4_check_conflicting_opens, 6.12",
  enabled: (s, { thread }) => s.threads[thread].at === "to verify",
  effect: (draft, { thread }) => {
    const { file } = draft.threads[thread];
    const renamed = draft.files[known(file)].nameless === 1 && !draft.constants.faults.B11;
    draft.threads[thread].at = renamed || opensConflict(draft, thread) ? "to undo" : "to check again";
  },
});

/** Step 8: nobody has met the lease meanwhile. */
export const checkAgain = action("check for conflict again", {
  parameters: { thread: threadId },
  atomicUnder: "the read of fi_had_conflict",
  source: "fs/nfsd/nfs4state.c nfs4_set_delegation, second look at fi_had_conflict, 6.12",
  enabled: (s, { thread }) => s.threads[thread].at === "to check again",
  effect: (draft, { thread }) => {
    const { file } = draft.threads[thread];
    const conflict = draft.files[known(file)].hadConflict && !draft.constants.faults.B5;
    draft.threads[thread].at = conflict ? "to undo" : "to hash";
  },
});

/** Step 9: the delegation is hashed, and OPEN is answered with it. */
export const hash = action("hash delegation", {
  parameters: { thread: threadId },
  atomicUnder: "deleg_lock, cl_lock and fi_lock",
  source: "fs/nfsd/nfs4state.c hash_delegation_locked, 6.12",
  enabled: (s, { thread }) => s.threads[thread].at === "to hash",
  effect: (draft, { thread }) => {
    const { file, client } = draft.threads[thread];
    const delegation = draft.files[known(file)].delegations[known(client)];
    delegation.status = "hashed";
    if (!draft.constants.faults["W-c"] && (delegation.recall === "called" || delegation.recall === "dropped"))
      startPeriod(draft, known(file), known(client));
    answer(draft, thread);
  },
});

/** A grant that failed removes its lease again. */
export const undo = action("undo grant", {
  parameters: { thread: threadId },
  atomicUnder: "flc_lock",
  source: "fs/nfsd/nfs4state.c nfs4_set_delegation from out_unlock, kernel_setlease with F_UNLCK, 6.12",
  enabled: (s, { thread }) => s.threads[thread].at === "to undo",
  effect: (draft, { thread }) => {
    const { file, client } = draft.threads[thread];
    unlist(draft, known(file), known(client));
    free(draft, known(file), known(client));
    answer(draft, thread);
  },
});
