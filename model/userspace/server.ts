/** Who belongs to the server, what its lock and its pins keep out, and who can give a lease back. */
import type { LeaseType } from "../leases/pending.js";
import { typesConflict } from "../leases/pending.js";
import type { FileId, GroupId } from "../state.js";
import { groupOf } from "../tasks.js";
import { possesses } from "../vfs/references.js";
import type { ClientId, Draft, Request, State, TaskId } from "./state.js";

/** Whether a task is the server's. */
export const serves = (s: State, task: TaskId): boolean => s.roles[groupOf(s, task)].serves;

/** How a request breaks leases. Who wants a write lease opens for reading and writing. */
export const modeOf = (s: State, request: Request): LeaseType =>
  request === "lease" ? s.constants.policy.leases : "write";

/** Whether nobody, or the task itself, holds the lock of the object. */
export const lockIsFree = (s: State, task: TaskId | null): boolean => s.lock === null || s.lock === task;

/** Whether a lease of somebody else that the table has is in the way of a request. With U2 the client's own is as well. */
export const isInTheWay = (s: State, holder: ClientId, client: ClientId, request: Request): boolean =>
  !s.constants.serverFaults.U1 &&
  s.clients[holder].lease !== "none" &&
  (holder !== client || s.constants.serverFaults.U2) &&
  typesConflict(s.constants.policy.leases, modeOf(s, request));

/** Whether what another thread has pinned excludes a request: one of the two is a grant, and they conflict. */
export const isPinned = (s: State, client: ClientId, request: Request): boolean =>
  s.constants.policy.pins === "a pin" &&
  s.workers.some(
    (worker) =>
      worker.does !== "nothing" &&
      worker.does !== "to write" &&
      worker.client !== client &&
      (worker.request === "lease" || request === "lease") &&
      typesConflict(modeOf(s, worker.request), modeOf(s, request)),
  );

/** The process that has a description of the server's open. */
export const processOf = (s: State, file: FileId): GroupId | undefined =>
  s.groups.firstKey((_, group) => s.roles[group].serves && possesses(s, group, file));

/**
 * Whether a thread is there to hear of a break and to give the lease back: in a threaded server always; where a process
 * has but one thread, only while that waits for its next event.
 */
export const isAttended = (s: State, file: FileId): boolean =>
  s.constants.policy.server === "threaded" ||
  s.workers.some(
    ({ does }, task) => does === "nothing" && s.tasks[task].at === "user" && possesses(s, groupOf(s, task), file),
  );

/** The request is over, whatever came of it: the thread lets go of what it holds. */
export function endRequest(draft: Draft, task: TaskId): void {
  draft.workers.set(task, { does: "nothing", request: "none", client: null, file: null });
  letGo(draft, task);
}

/** Lets go of the lock, if the thread has it. */
export function letGo(draft: Draft, task: TaskId): void {
  if (draft.lock === task) draft.lock = null;
}
