/** The leases behind delegations, as __break_lease and generic_add_lease see them: fs/locks.c, 6.12–6.18. */
import { type LeaseType, markPending, typesConflict } from "../leases/pending.js";
import { type Breaker, passes } from "./identity.js";
import { changesAttributes } from "./operations.js";
import { recall } from "./recall.js";
import type { ClientId, DelegationLease, Draft, FileId, State, Thread, ThreadId } from "./state.js";

/** Whether a lease is in the way of a breaker. Breaks of both flavours conflict with FL_DELEG by type. */
const conflicts = (s: State, file: FileId, lease: DelegationLease, breaker: Breaker, mode: LeaseType): boolean =>
  typesConflict(lease.type, mode) && !passes(s, breaker, file, lease.holder);

/** Whether any lease of the file is in the way: any_leases_conflict. */
export const anyLeaseConflicts = (s: State, file: FileId, breaker: Breaker, mode: LeaseType): boolean =>
  s.files[file].leases.some((lease) => conflicts(s, file, lease, breaker, mode));

/** Whether the client's lease is listed. */
export const isListed = (s: State, file: FileId, holder: ClientId): boolean =>
  s.files[file].leases.some((lease) => lease.holder === holder);

/** Takes the client's lease off the list, if it is there; with B23 the first of the file. */
export function unlist(draft: Draft, file: FileId, holder: ClientId): void {
  const { leases } = draft.files[file];
  const { B23 } = draft.constants.faults;
  const index = leases.firstKey((lease) => B23 || lease.holder === holder);
  if (index === undefined) return;
  const { holder: owner } = leases.at(index);
  leases.removeAt(index);
  if (draft.files[file].delegations[owner].recall !== "none") draft.clients[owner].inRecall--;
}

/** The expiry scan. nfsd sets no time to remove its leases; a deadline for a downgrade it leaves as the break set it (B36). */
export function timeOutLeases(draft: Draft, file: FileId): void {
  draft.files[file].leases.forEach((lease) => {
    if (lease.downgradeTime !== "passed") return;
    lease.type = "read";
    lease.downgradePending = false;
    lease.downgradeTime = "none";
  });
}

/**
 * The critical section at the start of a break: expired leases first, then every conflicting holder that was not asked
 * before is asked.
 * @returns whether a conflict stands.
 */
export function breakLeases(draft: Draft, file: FileId, breaker: Breaker, mode: LeaseType): boolean {
  timeOutLeases(draft, file);
  let found = false;
  let isUndone = false;
  draft.files[file].leases.forEach((lease) => {
    if (!conflicts(draft, file, lease, breaker, mode)) return;
    found = true;
    if (draft.constants.faults.B24 && losesRace(draft, file, lease.holder)) {
      draft.files[file].hadConflict = true;
      isUndone = true;
      return;
    }
    if (!markPending(lease, mode)) return;
    if (mode === "read" && draft.constants.faults.B36) lease.downgradeTime = "running";
    recall(draft, file, lease.holder);
  });
  if (!isUndone) return found;
  unlistUndone(draft, file, breaker, mode);
  return draft.files[file].leases.length !== 0;
}

/** Whether the delegation is not granted yet, and never will be: in 3.18 the look for a conflict and the grant were one step. */
const losesRace = (s: State, file: FileId, holder: ClientId): boolean =>
  s.files[file].delegations[holder].status === "allocated" &&
  s.threads.every((thread) => thread.at !== "to hash" || thread.file !== file || thread.client !== holder);

/** B24: the conflicting leases go whose grants lose the race. */
function unlistUndone(draft: Draft, file: FileId, breaker: Breaker, mode: LeaseType): void {
  const { leases } = draft.files[file];
  for (let n = leases.length - 1; n >= 0; n--) {
    const lease = leases.at(n);
    if (conflicts(draft, file, lease, breaker, mode) && losesRace(draft, file, lease.holder)) leases.removeAt(n);
  }
}

/** Whether i_rwsem of the file is held by anybody but the thread. */
export const inodeIsLocked = (s: State, file: FileId, except: ThreadId | null): boolean =>
  s.threads.some((thread, key) => key !== except && holdsInodeLock(s, thread, file)) ||
  (s.local.at === "to apply" && s.local.file === file) ||
  (s.helper.at === "to apply" && s.helper.file === file);

/**
 * Operations that change attributes take it with the break, or with the server's own check where that is made under it.
 * SETATTR keeps it through its short wait; REMOVE and RENAME keep only those of directories.
 */
function holdsInodeLock(s: State, { at, operation, file, target, waited }: Thread, wanted: FileId): boolean {
  if ((file !== wanted && target !== wanted) || !changesAttributes(operation)) return false;
  if (at === "to apply" || at === "to break target" || (at === "to break" && s.constants.rules.locked === "by i_rwsem"))
    return true;
  return operation === "set attributes" && (at === "waiting" || (at === "to break" && waited));
}
