/**
 * The server's own look at its delegations, before it calls the VFS: the first of the two stages of the 2019 series, in
 * designs whose VFS passes all delegations of the thread group.
 */
import { typesConflict } from "../leases/pending.js";
import { clientOf } from "./identity.js";
import { inodeIsLocked } from "./leases.js";
import { breakMode, changesAttributes } from "./operations.js";
import { recall } from "./recall.js";
import { action, type ClientId, type Draft, type FileId, known, type State, type ThreadId, threadId } from "./state.js";

/** Whether the server sees a delegation of another client in the way of the thread's operation. */
function isInTheWay(s: State, thread: ThreadId, file: FileId, holder: ClientId): boolean {
  const { operation } = s.threads[thread];
  if (clientOf(s, thread) === holder) return false;
  if (s.constants.rules.looksAt === "listed leases")
    return s.files[file].leases.some(
      (lease) => lease.holder === holder && typesConflict(lease.type, breakMode(operation)),
    );
  const { status, type } = s.files[file].delegations[holder];
  return status === "hashed" && typesConflict(type, breakMode(operation));
}

/** Recalls what is in the way on one file. */
function look(draft: Draft, thread: ThreadId, file: FileId): boolean {
  let found = false;
  draft.files[file].delegations.forEach((_, holder) => {
    if (!isInTheWay(draft, thread, file, holder)) return;
    found = true;
    if (draft.files[file].delegations[holder].recall === "none") recall(draft, file, holder);
  });
  return found;
}

/** Whether the lock that the check is made under is free, where the design has one. */
function lockIsFree(s: State, thread: ThreadId): boolean {
  const { file, target, operation } = s.threads[thread];
  const isFree = (one: FileId | null): boolean => {
    if (one === null || s.constants.rules.locked === "not at all") return true;
    if (s.constants.rules.locked !== "by i_rwsem") return s.files[one].lock === null;
    return !changesAttributes(operation) || !inodeIsLocked(s, one, thread);
  };
  return isFree(file) && isFree(target);
}

/** The server looks for delegations of other clients: it recalls them and answers NFS4ERR_DELAY, or goes on to the VFS. */
export const serverCheck = action("look at own delegations", {
  parameters: { thread: threadId },
  atomicUnder: "fi_lock; in designs that lock, the server's lock of the file, which it keeps",
  source: "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, patch 7 and cover letter; deduced",
  when: ({ rules }) => rules.looksAt !== "nothing",
  enabled: (s, { thread }) => s.threads[thread].at === "to check" && lockIsFree(s, thread),
  effect: (draft, { thread }) => {
    const self = draft.threads[thread];
    const file = known(self.file);
    const found = look(draft, thread, file);
    if ((self.target !== null && look(draft, thread, self.target)) || found) {
      self.at = "to refuse";
      return;
    }
    self.at = "to break";
    const { locked } = draft.constants.rules;
    if (locked === "not at all" || locked === "by i_rwsem") return;
    draft.files[file].lock = thread;
    if (self.target !== null) draft.files[self.target].lock = thread;
  },
});
