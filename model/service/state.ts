/**
 * The state of service pools: that of kernel threads, and for each service its mutex, its count and its threads. A service is
 * named by its administrator, who is the only one to create threads for it (struct svc_serv of net/sunrpc).
 */
import { type Author, author, constants } from "../../src/machine/author.js";
import type { Scope } from "../../src/schema/schema.js";
import { boolean, list, oneOf, option, range, record, vector } from "../../src/schema/schema.js";
import type { DraftOf, Id, StateOf } from "../../src/schema/types.js";
import { creatorId, fields, groupId, taskId } from "../kthreads/state.js";
import type { Constants } from "./constants.js";

/** Services, by their administrators. */
export const serviceId = creatorId;

const member = record({
  task: taskId,
  /** RQ_VICTIM, and SIGINT to this thread alone. */
  victim: boolean(),
});

const service = record({
  at: oneOf(
    "down",
    /** Its administrator, with the mutex, starts its group. */
    "starting",
    /** Its administrator, with the mutex, creates threads. */
    "growing",
    /** Runs; nobody has the mutex. */
    "up",
    /** Somebody, with the mutex, stops its group. */
    "stopping",
  ),
  /** `sv_nrthreads`, without the reference of whoever looks. */
  threads: range(0, (scope: Scope) => Number(scope.size) + Number(scope.resizes)),
  /** How many threads there are to be. */
  wants: range(0, "size"),
  /** `sp_all_threads`, newest last. */
  members: list("size", member),
  /** Patch 6: the group that its threads are created in. */
  group: option(groupId),
  /** The thread that stops the group, as the last one. */
  last: option(taskId),
  /** Starts and changes of size to come. */
  left: range(0, "resizes"),
});

/** The schema of the state. */
export const state = record({ ...fields, services: vector(serviceId, service) });

/** A service. */
export type ServiceId = Id<"creator">;
/** The state as guards and properties see it. */
export type State = StateOf<typeof state> & { readonly constants: Constants };
/** The state as effects see it. */
export type Draft = DraftOf<typeof state> & { readonly constants: Constants };

const authored: Author<State, Draft, Constants> = author(state, constants<Constants>());
/** Makes an atomic step of the model. */
export const action: Author<State, Draft, Constants>["action"] = authored.action;
/** Makes a property that holds always. */
export const always: Author<State, Draft, Constants>["always"] = authored.always;
/** Makes a property that names what must be reachable. */
export const sometimes: Author<State, Draft, Constants>["sometimes"] = authored.sometimes;
/** Makes a property of what happens in the end. */
export const liveness: Author<State, Draft, Constants>["liveness"] = authored.liveness;
/** Makes a predicate on states for the formula of such a property. */
export const holds: Author<State, Draft, Constants>["holds"] = authored.holds;

export { known } from "../known.js";
export { type GroupId, groupId, type TaskId, taskId } from "../kthreads/state.js";
