/** Servers in user space: what a client may believe while it holds a lease, and what may stand beside one. */

import { breakMode } from "../model/leases/conflict.js";
import { typesConflict } from "../model/leases/pending.js";
import { finishLease } from "../model/leases/set.js";
import { foreignChange } from "../model/userspace/foreign.js";
import { leaseOf } from "../model/userspace/leases.js";
import { changeAgain, changeForClient, write } from "../model/userspace/requests.js";
import { serves } from "../model/userspace/server.js";
import { always, type ClientId, known, never, type State, type TaskId, theInode } from "../model/userspace/state.js";
import { cut } from "../model/vfs/truncate.js";
import { getsThrough, isFinished, throughSteps } from "./breaks.js";

/** The lease that a client relies on: the server has told it so, it has not given it back, and the kernel has not taken it. */
const reliedOn = (s: State, client: ClientId) => {
  const { lease, file } = s.clients[client];
  return lease === "none" || file === null ? undefined : leaseOf(s, file);
};

/** Whether somebody relies on a lease that the mode contradicts. */
const contradicts = (s: State, by: ClientId | null, mode: "read" | "write"): boolean =>
  s.clients.some((_, client) => {
    const lease = client === by ? undefined : reliedOn(s, client);
    return lease !== undefined && typesConflict(lease.type, mode);
  });

/** What takes effect in a step: a write, a truncation, a change by path, or an open of a process beside the server. */
function effectOf(before: State, task: TaskId, after: State): "read" | "write" | null {
  const self = before.tasks[task];
  if (self.at === "user")
    return before.workers[task].does === "to write" || after.tasks[task].at === "user" ? "write" : null;
  if (self.at === "to redo") return after.tasks[task].at === "user" ? "write" : null;
  if (self.call === "truncate") return self.at === "to truncate" ? "write" : null;
  return !serves(before, task) && self.call === "open" && getsThrough(after, task) ? breakMode(before, task) : null;
}

/** The promise. */
export const leasePromiseKept = never("lease-promise-kept", {
  says:
    "While a client relies on a lease, neither given back nor taken away by the kernel after its break time, no other client and no " +
    "process beside the server has changed the file, or, if it is a write lease, opened it.",
  source: "fcntl(2), F_SETLEASE; RFC 8881 §10.4; [MS-SMB2] 2.2.13.2.8: what leases let a client cache",
  violatedBy: ["U1", "B2", "B26"],
  on: [write, cut, changeForClient, changeAgain, foreignChange, ...throughSteps],
  exercisedWhen: (before, { task }, after) =>
    effectOf(before, task, after) !== null &&
    before.clients.some((_, client) => reliedOn(before, client) !== undefined),
  step: (before, { task }, after) => {
    const mode = effectOf(before, task, after);
    return mode !== null && contradicts(after, before.workers[task].client, mode);
  },
});

/** Grants exclude conflicting opens. */
export const noGrantOverOpen = always("no-conflicting-grant", {
  says: "No lease is granted on a description while another is open in a way that conflicts with it.",
  source: "fcntl(2), F_SETLEASE; fs/locks.c check_conflicting_open",
  violatedBy: ["B26"],
  on: [finishLease],
  exercisedWhen: (before, { task }, after) => leaseOf(after, known(before.tasks[task].file)) !== undefined,
  step: (before, { task }, after) => {
    const file = known(before.tasks[task].file);
    const lease = leaseOf(after, file);
    if (lease === undefined || !isFinished(after, file)) return true;
    return !after.files.some(
      (other, key) =>
        key !== file &&
        other.state === "open" &&
        other.inode === theInode(after) &&
        (lease.type === "write" || other.mode !== "read"),
    );
  },
});
