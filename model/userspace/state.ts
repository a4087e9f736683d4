/** The state of a server in user space, beside that of the lease core: what its threads do, and what its clients hold. */
import { type Author, author, constants } from "../../src/machine/author.js";
import { boolean, id, oneOf, option, record, vector } from "../../src/schema/schema.js";
import type { DraftOf, Id, StateOf } from "../../src/schema/types.js";
import { type FileId, fileId, groupId, type InodeId, known, parts, type TaskId, taskId } from "../state.js";
import type { Constants } from "./constants.js";

/** Clients of the server. */
export const clientId = id("client", "clients");
/** What clients ask for: an open with a lease; an open for writing, and a write; a change by path. */
export const request = oneOf("none", "lease", "write", "change");

const worker = record({
  does: oneOf(
    "nothing",
    /** The server's own check is passed; next, the call into the kernel. */
    "to call",
    "calling",
    "to write",
    "to lease",
    /** In F_SETLEASE; next, the server's table. */
    "leasing",
  ),
  request,
  client: option(clientId),
  /** The description that it works with. */
  file: option(fileId),
});

const client = record({
  /** What the server's table says of its lease. */
  lease: oneOf("none", "granted", "recalled"),
  /** The description that the lease is set on. */
  file: option(fileId),
  /** The process that serves it, where each client has one of its own. */
  home: option(taskId),
});

/** The schema of the state. */
export const state = record({
  ...parts,
  /** Which processes are the server's. */
  roles: vector(groupId, record({ serves: boolean() })),
  workers: vector(taskId, worker),
  clients: vector(clientId, client),
  /** Who holds the server's lock of the object: a mutex, or the lock of a record of the database that processes share. */
  lock: option(taskId),
});

/** A client. */
export type ClientId = Id<"client">;
/** What a client asks for. */
export type Request = "none" | "lease" | "write" | "change";
/** The state as guards and properties see it. */
export type State = StateOf<typeof state> & { readonly constants: Constants };
/** The state as effects see it. */
export type Draft = DraftOf<typeof state> & { readonly constants: Constants };
export type { FileId, InodeId, TaskId };

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
/** Makes a predicate on states for the formula of such a property. */
export const holds: Author<State, Draft, Constants>["holds"] = authored.holds;

/** The one file on disk. */
export const theInode = (s: State): InodeId => known(s.inodes.firstKey(() => true));

export { fileId, known, taskId };
