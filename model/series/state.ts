/**
 * The state of the whole series: kernel threads and pools (patches 1–6) and the server with its delegations (patch 7), side by
 * side, and what ties them together: which task serves as which thread of the server, and which thread group set which lease.
 */
import { type Author, author, constants } from "../../src/machine/author.js";
import { option, record, vector } from "../../src/schema/schema.js";
import type { DraftOf, StateOf } from "../../src/schema/types.js";
import { clientId, fileId, fields as nfsdFields, threadId } from "../nfsd/state.js";
import { serviceId, state as serviceState, taskId } from "../service/state.js";
import type { Constants } from "./constants.js";

/** The schema of the state. */
export const state = record({
  ...serviceState.fields,
  ...nfsdFields,
  /** The service whose threads serve NFS (`nfsd_serv`); the others are beside it. */
  nfsd: option(serviceId),
  /** The task that serves as a thread of the server. */
  workers: vector(threadId, record({ task: option(taskId) })),
  /** `flc_pid` of the lease behind each client's delegation: the tgid of the task that set it. */
  owners: vector(fileId, record({ tgids: vector(clientId, option(taskId)) })),
});

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

export { known } from "../known.js";
export { type ClientId, clientId, type FileId, fileId, type ThreadId, threadId } from "../nfsd/state.js";
export { type TaskId, taskId } from "../service/state.js";
