/** What the operations of a compound are to the VFS: how they break, which locks they take, what they do to a file. */
import type { LeaseType } from "../leases/pending.js";
import type { ClientId, Operation, State } from "./state.js";

/** Operations that change attributes or names, under i_rwsem, and break FL_DELEG. */
export const changesAttributes = (operation: Operation): boolean =>
  operation === "set attributes" || operation === "remove" || operation === "link" || operation === "rename";

/** OPEN, which breaks FL_LEASE by the access that it asks for. */
export const isOpen = (operation: Operation): boolean =>
  operation === "open read" || operation === "open write" || operation === "open both";

/** OPEN with write access. */
export const opensForWriting = (operation: Operation): boolean =>
  operation === "open write" || operation === "open both";

/** How an operation breaks: as a reader or as a writer. */
export const breakMode = (operation: Operation): LeaseType =>
  operation === "open read" || operation === "read" || operation === "get attributes" ? "read" : "write";

/**
 * Whether nfsd waits a moment for a DELEGRETURN when the VFS refuses (`nfsd_wait_for_delegreturn`): SETATTR, REMOVE, RENAME
 * and GETATTR do; opens, LINK and I/O do not.
 */
export const waitsShortly = (operation: Operation): boolean =>
  (changesAttributes(operation) && operation !== "link") || operation === "get attributes";

/**
 * Whether the compound names its client when the operation runs. With v4.1 SEQUENCE does. With v4.0 only operations do
 * that carry a client or its state: OPEN and DELEGRETURN of those here.
 */
export const isIdentified = (s: State, client: ClientId, operation: Operation): boolean =>
  s.clients[client].old === 0 || isOpen(operation) || operation === "return";
