/**
 * The state of a server with delegations: its threads, its clients with what they may believe, its files with their
 * leases, and one local process. Delegations and leases are named by client and file: there is at most one for each pair.
 */
import { type Author, author, constants } from "../../src/machine/author.js";
import type { Scope } from "../../src/schema/schema.js";
import { boolean, ghost, id, list, oneOf, option, range, record, vector } from "../../src/schema/schema.js";
import type { DraftOf, Id, StateOf } from "../../src/schema/types.js";
import { leaseType } from "../leases/pending.js";
import type { Constants } from "./constants.js";

/** NFS clients. */
export const clientId = id("client", "clients");
/** Threads of the server: as many as the scope says, or as the pools of its services can have. */
export const threadId = id("thread", (scope) => Number(scope.threads ?? Number(scope.services) * Number(scope.size)));
/** Files: a struct nfs4_file with its inode. */
export const fileId = id("file", "files");

/** What a compound asks for, as far as it takes more than one step. */
export const operation = oneOf(
  "none",
  "open read",
  "open write",
  "open both",
  "set attributes",
  "remove",
  "link",
  "rename",
  "read",
  "write",
  "get attributes",
  "return",
);

const onlyIf = (key: string) => range(0, (scope: Scope) => (scope[key] === true ? 1 : 0));
/** A deadline: none, running, passed. */
const deadline = oneOf("none", "running", "passed");

const thread = record({
  at: oneOf(
    "idle",
    /** Before the server's own look at its delegations. */
    "to check",
    /** Before the break in the VFS; what takes i_rwsem takes it with that step. */
    "to break",
    /** In the short wait for a DELEGRETURN, or blocked. */
    "waiting",
    /** RENAME over another file: through the break of the first, before that of the second. */
    "to break target",
    /** W-e: the VFS opens the file, and breaks once more. */
    "to open",
    /** W-e: asleep in the VFS. */
    "blocked",
    /** Through the break; next, the effect. */
    "to apply",
    /** The VFS call of an OPEN is over; next, its access becomes visible. */
    "to publish",
    /** The request fails with NFS4ERR_DELAY; next, it takes back what it published. */
    "to refuse",
    /** The steps of a grant, in their order. */
    "to allocate",
    "to list",
    "to verify",
    "to check again",
    "to hash",
    /** A grant that failed; next, its lease is removed. */
    "to undo",
    /** DELEGRETURN has unhashed; next, the lease is removed. */
    "to unlist",
    /** CB_GETATTR is under way. */
    "asking",
    /** Not there: its pool has not created it yet, or it has left. */
    "absent",
  ),
  operation,
  client: option(clientId),
  file: option(fileId),
  /** RENAME: the file that loses its name to the other. */
  target: option(fileId),
  /** OPEN: a delegation is welcome. GETATTR: DELEGRETURN follows in the compound (B25). */
  wants: boolean(),
  /** The short wait is behind it. */
  waited: boolean(),
  /** The client that the task's field or key names, in designs that have one. */
  named: option(clientId),
});

const client = record({
  /** Operations that may still succeed. */
  left: range(0, "operations"),
  /** 1: v4.0, whose compounds name no client until an operation does. */
  old: range(0, (scope: Scope) => (Number(scope.oldClients) > 0 ? 1 : 0)),
  /** `cl_state`: with its lease expired the client keeps its state out of courtesy, until that is in somebody's way. */
  standing: oneOf("active", "courtesy", "expirable"),
  /** `cl_delegs_in_recall`. */
  inRecall: range(0, (scope: Scope) => 2 * Number(scope.files)),
  /** 1: no callback reaches it. */
  down: onlyIf("channelDown"),
});

const lease = record({
  /** `flc_owner`: the client whose delegation it is. */
  holder: clientId,
  /** `flc_type`: what is enforced. */
  type: leaseType,
  unlockPending: boolean(),
  downgradePending: boolean(),
  /** `fl_downgrade_time`; nfsd resets only `fl_break_time`. */
  downgradeTime: deadline,
});

const delegation = record({
  status: oneOf(
    "none",
    /** Allocated, perhaps with its lease listed, not hashed yet. */
    "allocated",
    "hashed",
    /** Returned, or given up: unhashed, its lease still listed. */
    "closed",
    /** The laundromat has unhashed it: REVOKED. */
    "revoking",
    /** On cl_revoked. */
    "revoked",
    /** On cl_revoked, and the client has dropped what it knew of it (B22). */
    "forgotten",
    /** FREE_STATEID came; the lease is still to be removed. */
    "freed",
  ),
  /** `dl_type`: what the client was granted. */
  type: leaseType,
  recall: oneOf(
    "none",
    /** `dl_recalled`, and the callback's work is queued. */
    "queued",
    /** CB_RECALL was sent. */
    "called",
    /** The work was dropped: there was no channel. */
    "dropped",
  ),
  /** `dl_time` on `del_recall_lru`, against the lease period. */
  due: deadline,
  /** The client has the reply that grants it. */
  told: boolean(),
  /** While the client relied on it, somebody else did what it excludes. */
  contradicted: ghost(boolean()),
});

const file = record({
  /** `flc_lease`, oldest first. */
  leases: list("clients", lease),
  /** `fi_had_conflict`. */
  hadConflict: boolean(),
  /** Access of the open stateids of each client, those of an OPEN in progress included. */
  reads: vector(clientId, boolean()),
  writes: vector(clientId, boolean()),
  delegations: vector(clientId, delegation),
  /** The thread that has the server's lock of the file, in designs that have one. */
  lock: option(threadId),
  /** 1: its name is gone. */
  nameless: range(0, (scope: Scope) => (scope.remove === true || scope.rename === true ? 1 : 0)),
});

/** The fields of the state, for schemas that are built on it. */
export const fields = {
  threads: vector(threadId, thread),
  clients: vector(clientId, client),
  files: vector(fileId, file),
  local: record({
    at: oneOf("user", "to break", "asleep", "to change", "to apply"),
    file: option(fileId),
    /** What it has open, or is opening. */
    open: oneOf("nothing", "for reading", "for writing"),
    left: range(0, "localOperations"),
  }),
  helper: record({
    at: oneOf("idle", "to break", "to apply"),
    client: option(clientId),
    file: option(fileId),
    /** The client that its field or key names. */
    named: option(clientId),
  }),
};

/** The schema of the state. */
export const state = record(fields);

/** An NFS client. */
export type ClientId = Id<"client">;
/** A thread of the server. */
export type ThreadId = Id<"thread">;
/** A file. */
export type FileId = Id<"file">;
/** What a thread is doing. */
export type Operation = StateOf<typeof operation>;
/** A delegation's lease as guards see it. */
export type DelegationLease = StateOf<typeof lease>;
/** A delegation as guards see it. */
export type Delegation = StateOf<typeof delegation>;
/** A thread as guards see it. */
export type Thread = StateOf<typeof thread>;
/** The state as guards and properties see it. */
export type State = StateOf<typeof state> & { readonly constants: Constants };
/** The state as effects see it. */
export type Draft = DraftOf<typeof state> & { readonly constants: Constants };

const authored: Author<State, Draft, Constants> = author(state, constants<Constants>());
/** Makes an atomic step of the model. */
export const action: Author<State, Draft, Constants>["action"] = authored.action;
/** Makes a property that holds always. */
export const always: Author<State, Draft, Constants>["always"] = authored.always;
/** Makes a property that names what never is. */
export const never: Author<State, Draft, Constants>["never"] = authored.never;
/** Makes a property that names what must be reachable. */
export const sometimes: Author<State, Draft, Constants>["sometimes"] = authored.sometimes;
/** Makes a property of what happens in the end. */
export const liveness: Author<State, Draft, Constants>["liveness"] = authored.liveness;
/** Makes a property of parts of the system that are not to be stuck. */
export const neverStuck: Author<State, Draft, Constants>["neverStuck"] = authored.neverStuck;
/** Makes a predicate on states for the formula of such a property. */
export const holds: Author<State, Draft, Constants>["holds"] = authored.holds;

export { known } from "../known.js";
