/**
 * W-e: after the break that does not block, OPEN lets the VFS open the file without O_NONBLOCK; that breaks once more, and
 * a thread of the server may go to sleep in it.
 */
import { anyLeaseConflicts, breakLeases } from "./leases.js";
import { breakMode } from "./operations.js";
import { action, known, threadId } from "./state.js";
import { goThrough } from "./vfs.js";

/** The second break, which blocks. */
export const openFile = action("open file", {
  parameters: { thread: threadId },
  atomicUnder: "flc_lock",
  source: "fs/nfsd/vfs.c __nfsd_open, fs/open.c do_dentry_open, 6.12; deduced",
  when: ({ options, faults }) => options.openBlocks && faults["W-e"],
  enabled: (s, { thread }) => s.threads[thread].at === "to open",
  effect: (draft, { thread }) => {
    const { file, operation } = draft.threads[thread];
    if (breakLeases(draft, known(file), thread, breakMode(operation))) draft.threads[thread].at = "blocked";
    else goThrough(draft, thread);
  },
});

/** Nothing is in the way any more; a sleeper behind delegations looks once a jiffy. */
export const wakeUp = action("wake up in open", {
  parameters: { thread: threadId },
  atomicUnder: "flc_lock",
  source: "fs/locks.c __break_lease from break_lease_unblock, 6.12–6.18",
  when: ({ options, faults, rules }) =>
    options.openBlocks && faults["W-e"] && rules.passes !== "those of the thread group",
  enabled: (s, { thread }) => {
    const { at, file, operation } = s.threads[thread];
    return at === "blocked" && !anyLeaseConflicts(s, known(file), thread, breakMode(operation));
  },
  effect: (draft, { thread }) => goThrough(draft, thread),
});
