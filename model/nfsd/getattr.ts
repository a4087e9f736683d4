/** GETATTR of size or change while a write delegation is out: the holder is asked by CB_GETATTR, and recalled when it does not answer. */
import { believes } from "../clients/belief.js";
import { passes } from "./identity.js";
import { breakLeases } from "./leases.js";
import { action, type FileId, known, type State, type ThreadId, threadId } from "./state.js";
import { answer, isActive } from "./threads.js";
import { meetConflict } from "./vfs.js";

/** Whether the first lease of the file is another client's write delegation. Only the first is looked at. */
function isHeldByOther(s: State, thread: ThreadId): boolean {
  const file = known(s.threads[thread].file);
  const { leases } = s.files[file];
  return leases.length !== 0 && leases.at(0).type === "write" && !passes(s, thread, file, leases.at(0).holder);
}

/** GETATTR looks for a write delegation, and asks its holder, or answers at once. */
export const lookForHolder = action("look for write delegation", {
  parameters: { thread: threadId },
  atomicUnder: "flc_lock",
  source: "fs/nfsd/nfs4state.c nfsd4_deleg_getattr_conflict, 6.12",
  when: ({ options }) => options.getAttributes,
  enabled: (s, { thread }) => s.threads[thread].at === "to break" && s.threads[thread].operation === "get attributes",
  effect: (draft, { thread }) => {
    if (!isHeldByOther(draft, thread)) answer(draft, thread);
    else if (draft.threads[thread].waited) draft.threads[thread].at = "to refuse";
    else draft.threads[thread].at = "asking";
  },
});

/** The holder answers CB_GETATTR: with what it has, GETATTR is answered. One that is about to return it does not (B25). */
export const holderAnswers = action("CB_GETATTR answered", {
  parameters: { thread: threadId },
  atomicUnder: "nothing: the network",
  source: "fs/nfsd/nfs4state.c nfsd4_cb_getattr_done, 6.12; RFC 8881 §10.4.3",
  when: ({ options }) => options.getAttributes,
  enabled: (s, { thread }) => {
    const { at, file, wants } = s.threads[thread];
    return (
      at === "asking" &&
      !wants &&
      s.files[known(file)].delegations.some(
        (delegation, client) =>
          believes(delegation) && delegation.type === "write" && s.clients[client].down === 0 && isActive(s, client),
      )
    );
  },
  effect: (draft, { thread }) => answer(draft, thread),
});

/** Whether the callback reaches nobody. */
const isLost = (s: State, file: FileId): boolean =>
  s.files[file].delegations.some(
    ({ status, type }, client) => status !== "none" && type === "write" && s.clients[client].down === 1,
  );

/**
 * The holder does not answer in time: its delegation is recalled, as by a reader. With B14 no time is set, and what ends
 * the wait is an answer, be it an error.
 */
export const holderIsSilent = action("CB_GETATTR unanswered", {
  parameters: { thread: threadId },
  atomicUnder: "flc_lock",
  source: "fs/nfsd/nfs4state.c nfsd4_deleg_getattr_conflict, after wait_on_bit_timeout, 6.12",
  when: ({ options }) => options.getAttributes,
  enabled: (s, { thread }) =>
    s.threads[thread].at === "asking" && (!s.constants.faults.B14 || !isLost(s, known(s.threads[thread].file))),
  effect: (draft, { thread }) => {
    if (breakLeases(draft, known(draft.threads[thread].file), thread, "read")) meetConflict(draft, thread);
    else answer(draft, thread);
  },
});
