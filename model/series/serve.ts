/** Between the pool and the server: a task begins to serve, leaves, and the last one shuts the server's state down. */
import { free } from "../nfsd/grant.js";
import { unlist } from "../nfsd/leases.js";
import { forget, withdrawAccess } from "../nfsd/requests.js";
import { forgetOwners, isBeside } from "./identity.js";
import { action, type Draft, known, type State, type TaskId, taskId } from "./state.js";

/** Whether a task is a thread of the service that serves NFS. */
const isMember = (s: State, task: TaskId): boolean =>
  s.nfsd !== null && s.services[s.nfsd].members.some((member) => member.task === task);

/** A task that has begun its function takes requests from here on, if its service is the server. */
export function beginToServe(draft: Draft, task: TaskId): void {
  if (draft.tasks[task].at !== "in function" || !isMember(draft, task)) return;
  const thread = known(draft.workers.firstKey((worker) => worker.task === null));
  draft.workers[thread].task = task;
  draft.threads[thread].at = "idle";
}

/** Whether a task is between two requests: only there svc_recv tells it to leave. */
export const isFree = (s: State, task: TaskId): boolean => {
  const thread = s.workers.firstKey((worker) => worker.task === task);
  if (thread !== undefined) return s.threads[thread].at === "idle";
  return !isBeside(s, task) || (s.local.at === "user" && s.local.open === "nothing");
};

/** It takes no more requests. */
export function endToServe(draft: Draft, task: TaskId): void {
  const thread = draft.workers.firstKey((worker) => worker.task === task);
  if (thread === undefined) return;
  draft.workers[thread].task = null;
  draft.threads[thread].at = "absent";
}

/** The first service to start is the server. */
export function nameServer(draft: Draft, { service }: { readonly service: NonNullable<Draft["nfsd"]> }): void {
  if (draft.nfsd === null) draft.nfsd = service;
}

/** Whether the server has forgotten its clients. */
const isShutDown = (s: State): boolean =>
  s.files.every(
    ({ leases, reads, writes, delegations }) =>
      leases.length === 0 &&
      reads.every((has) => !has) &&
      writes.every((has) => !has) &&
      delegations.every(({ status }) => status === "none"),
  );

/** Whether a task is the last thread of the server, on its way out. */
const isLast = (s: State, task: TaskId): boolean =>
  isMember(s, task) && s.tasks[task].at === "leaving" && s.services[known(s.nfsd)].threads === 1;

/** Whether a task may exit: the last one only when the server's state is gone. I7: it leaves that behind. */
export const mayExit = (s: State, task: TaskId): boolean =>
  !isLast(s, task) || s.constants.seriesFaults.I7 || isShutDown(s);

/**
 * The last thread destroys all clients with what they have, before it stops its group: leases are given up, and who waits for
 * them gets through. What clients believe of a server that is gone is a matter of grace and reclaim, and not of this model.
 */
export const shutDown = action("shut server state down", {
  parameters: { task: taskId },
  atomicUnder: "the service's mutex; deleg_lock and flc_lock in turn, when no thread serves any more",
  source: "fs/nfsd/nfssvc.c nfsd_last_thread, fs/nfsd/nfs4state.c nfs4_state_shutdown_net and __destroy_client, 5.0",
  when: ({ seriesFaults }) => !seriesFaults.I7,
  enabled: (s, { task }) => isLast(s, task) && s.services[known(s.nfsd)].at === "up" && !isShutDown(s),
  effect: (draft) => {
    draft.files.forEach((_, file) => {
      draft.clients.forEach((_client, client) => {
        unlist(draft, file, client);
        withdrawAccess(draft, client, file, "open both");
        free(draft, file, client);
      });
      forget(draft, file);
    });
    forgetOwners(draft);
  },
});

/**
 * Whether the local process begins something: only while the server serves, for there is nothing to meet before and after;
 * where there are two services, it is a thread of the second.
 */
export const hasLocal = (s: State): boolean =>
  s.workers.some(({ task }) => task !== null) &&
  (s.constants.services === 1 || s.tasks.some((_, task) => isBeside(s, task)));

const RESTS = ["asleep", "absent", "dead"];

/** Whether pools are quiet; where the scope says `prompt`, the server is used only then. */
export const isQuiet = (s: State): boolean =>
  !s.constants.prompt ||
  (s.tasks.every(({ at, runs }) => runs === null || RESTS.includes(at)) &&
    s.creators.every(({ at }) => at === "user" || at === "owning" || at === "done"));
