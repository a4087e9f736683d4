/**
 * The identity that the series passes, as it really is: the tgid that patches 1–6 gave the running thread, against the one
 * that the lease recorded when it was set (patch 7). Whether they are the same is for the pool to get right.
 */
import type { Breaker } from "../nfsd/identity.js";
import { isListed } from "../nfsd/leases.js";
import { type ClientId, type Draft, type FileId, known, type State, type TaskId, type ThreadId } from "./state.js";

/** The thread group of a thread of the server. */
export const tgidOf = (s: State, thread: ThreadId): TaskId | null => s.tasks[known(s.workers[thread].task)].tgid;

/** A thread of a service that is not the server's, and that calls the VFS itself. */
export const isBeside = (s: State, task: TaskId): boolean =>
  s.tasks[task].at === "in function" &&
  s.services.some(({ members }, service) => service !== s.nfsd && members.some((member) => member.task === task));

/** Whether the local process is in a thread group: it is none of ours, or a thread of the service beside the server. */
const isLocalIn = (s: State, tgid: TaskId): boolean =>
  s.constants.services > 1 && s.tasks.some((task, n) => task.tgid === tgid && isBeside(s, n));

/** For `passes` of the server's model. */
export const threadGroups = {
  isOwn(s: State, breaker: Breaker, file: FileId, holder: ClientId): boolean {
    const tgid = s.owners[file].tgids.at(holder);
    if (tgid === null || breaker === "helper") return false;
    return breaker === "local process" ? isLocalIn(s, tgid) : tgidOf(s, breaker) === tgid;
  },
};

/** A lease that was just listed records the thread group that set it. */
export function recordOwner(draft: Draft, thread: ThreadId): void {
  const { file, client } = draft.threads[thread];
  if (file !== null && client !== null && isListed(draft, file, client))
    draft.owners[file].tgids.set(client, tgidOf(draft, thread));
}

/** What was recorded of leases goes with them. */
export function forgetOwners(draft: Draft): void {
  draft.owners.forEach(({ tgids }, file) => {
    tgids.forEach((tgid, client) => {
      if (tgid !== null && !isListed(draft, file, client)) tgids.set(client, null);
    });
  });
}
