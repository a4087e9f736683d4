/** A process on the server: it opens, reads, writes and changes files without NFS, and waits as long as a break takes. */
import { oneOf } from "../../src/schema/schema.js";
import { change, read } from "../clients/belief.js";
import { isBreaking, type LeaseType, typesConflict } from "../leases/pending.js";
import { anyLeaseConflicts, breakLeases, inodeIsLocked } from "./leases.js";
import { action, type Draft, fileId, known, type State } from "./state.js";

/** How its call breaks. */
const mode = (s: State): LeaseType => (s.local.open === "for reading" ? "read" : "write");

/** open(2) counts itself: from here on a grant sees a writer. */
export const localOpen = action("local open", {
  parameters: { file: fileId, access: oneOf("for reading", "for writing") },
  atomicUnder: "the increment of i_readcount or i_writecount; a full barrier follows",
  source: "fs/open.c do_dentry_open, 6.12–6.18",
  when: ({ options }, { access }) => options.localOpen && (access === "for writing" || options.writeDelegations),
  enabled: (s) => s.local.at === "user" && s.local.open === "nothing" && s.local.left > 0,
  effect: (draft, { file, access }) => {
    draft.local.left--;
    draft.local.file = file;
    draft.local.open = access;
    draft.local.at = "to break";
  },
});

/** chmod(2), or another change of attributes or names. */
export const localChange = action("local change", {
  parameters: { file: fileId },
  atomicUnder: "nothing yet",
  source: "fs/open.c chmod_common, 6.12–6.18",
  when: ({ options }) => options.localChange,
  enabled: (s) => s.local.at === "user" && s.local.open === "nothing" && s.local.left > 0,
  effect: (draft, { file }) => {
    draft.local.left--;
    draft.local.file = file;
    draft.local.at = "to change";
  },
});

function goThrough(draft: Draft): void {
  draft.local.at = draft.local.open === "nothing" ? "to change" : "user";
}

/** A blocking break: of an open, or between two attempts of a change, when no inode lock is held. */
export const localBreak = action("local break", {
  atomicUnder: "flc_lock",
  source: "fs/locks.c __break_lease; include/linux/fs.h break_deleg_wait, 6.12–6.18",
  when: ({ options }) => options.local,
  enabled: (s) => s.local.at === "to break",
  effect: (draft) => {
    if (breakLeases(draft, known(draft.local.file), "local process", mode(draft))) draft.local.at = "asleep";
    else goThrough(draft);
  },
});

/** Whether the call meets a lease in its way whose holder was not asked for as much. */
export const meetsUnasked = (s: State): boolean =>
  s.files[known(s.local.file)].leases.some(
    (lease) => typesConflict(lease.type, mode(s)) && !(mode(s) === "write" ? lease.unlockPending : isBreaking(lease)),
  );

/**
 * It looks again once a jiffy, for nfsd sets no break time, and gets through when nothing is in the way any more. A lease
 * that was listed meanwhile it waits for as well, and asks nobody for it (W-j); mended, it asks.
 */
export const localResume = action("local process looks again", {
  atomicUnder: "flc_lock",
  source: "fs/locks.c __break_lease from break_lease_unblock, 6.12–6.18",
  when: ({ options }) => options.local,
  enabled: (s) =>
    s.local.at === "asleep" &&
    (!anyLeaseConflicts(s, known(s.local.file), "local process", mode(s)) || meetsUnasked(s)),
  effect: (draft) => {
    const file = known(draft.local.file);
    if (!anyLeaseConflicts(draft, file, "local process", mode(draft))) goThrough(draft);
    else if (!draft.constants.faults["W-j"]) breakLeases(draft, file, "local process", mode(draft));
  },
});

/** The change is tried under i_rwsem, without blocking: it will act, or wait without the lock and try again. */
export const localTry = action("local process tries change", {
  atomicUnder: "flc_lock, inside i_rwsem",
  source: "fs/attr.c notify_change, fs/locks.c try_break_deleg, 6.12–6.18",
  when: ({ options }) => options.localChange,
  enabled: (s) => s.local.at === "to change" && !inodeIsLocked(s, known(s.local.file), null),
  effect: (draft) => {
    draft.local.at = breakLeases(draft, known(draft.local.file), "local process", "write") ? "to break" : "to apply";
  },
});

/** The change takes effect. */
export const localApply = action("local process changes", {
  atomicUnder: "i_rwsem",
  source: "fs/attr.c notify_change, 6.12–6.18",
  when: ({ options }) => options.localChange,
  enabled: (s) => s.local.at === "to apply",
  effect: (draft) => {
    change(draft, known(draft.local.file), null);
    draft.local.at = "user";
    draft.local.file = null;
  },
});

/** read(2) or write(2) through the descriptor: they break nothing. */
export const localData = action("local read or write", {
  atomicUnder: "i_rwsem; for read the folio lock",
  source: "fs/read_write.c vfs_read and vfs_write, 6.12–6.18",
  when: ({ options }) => options.localOpen,
  enabled: (s) => s.local.at === "user" && s.local.open !== "nothing",
  effect: (draft) => {
    if (draft.local.open === "for writing") change(draft, known(draft.local.file), null);
    else read(draft, known(draft.local.file), null);
  },
});

/**
 * ftruncate(2): the open has broken all leases, so that only a lease that is listed for a moment, and will be refused, can
 * be in the way. The caller gets EWOULDBLOCK (W-f); mended, it waits.
 */
export const localTruncate = action("local ftruncate", {
  atomicUnder: "flc_lock, inside i_rwsem",
  source: "fs/open.c do_ftruncate, fs/attr.c notify_change with no delegated inode, 6.12–6.18; deduced",
  when: ({ options }) => options.localTruncate,
  enabled: (s) =>
    s.local.at === "user" &&
    s.local.open === "for writing" &&
    !inodeIsLocked(s, known(s.local.file), null) &&
    (s.constants.faults["W-f"] || !anyLeaseConflicts(s, known(s.local.file), "local process", "write")),
  effect: (draft) => {
    const file = known(draft.local.file);
    if (!breakLeases(draft, file, "local process", "write")) change(draft, file, null);
  },
});

/** close(2). */
export const localClose = action("local close", {
  atomicUnder: "the decrement of i_readcount or i_writecount",
  source: "fs/file_table.c __fput, 6.12–6.18",
  when: ({ options }) => options.localOpen,
  enabled: (s) => s.local.at === "user" && s.local.open !== "nothing",
  effect: (draft) => {
    draft.local.open = "nothing";
    draft.local.file = null;
  },
});
