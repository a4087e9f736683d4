/** Servers in user space: whose leases their calls break, and whose they must not pass. */
import { startBreak } from "../model/leases/break.js";
import { breakMode } from "../model/leases/conflict.js";
import { typesConflict } from "../model/leases/pending.js";
import type { Lease } from "../model/state.js";
import { groupOf } from "../model/tasks.js";
import { foreignChange } from "../model/userspace/foreign.js";
import { changeAgain, changeForClient, lookAtClients } from "../model/userspace/requests.js";
import { type ClientId, never, type State, type TaskId, theInode } from "../model/userspace/state.js";
import { getsThrough, isFinished, isForeign, marksLease, throughSteps, wasAsked } from "./breaks.js";

const SERIES = "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter";

/** The steps in which the kernel may ask holders. */
const breaks = [startBreak, changeForClient, changeAgain, foreignChange];

/** Whether a lease asks for the exemption of its own thread group, in designs where it has to. */
const isCovered = (s: State, lease: Lease): boolean =>
  s.constants.exempts !== "own group on request" || lease.asks === 1;

/** The identity of the series. */
export const serverGroupNeverBreaksItself = never("same-tgid-never-breaks", {
  says: "No operation of a task makes the kernel break a lease that its own thread group set (and, where leases have to ask for it, that asks).",
  source: `${SERIES} and patch 7`,
  violatedBy: ["linux-6.18"],
  on: breaks,
  applies: ({ exempts, policy }) => exempts !== "own group on request" || policy.asks === 1,
  exercisedWhen: (before, { task }) =>
    before.inodes[theInode(before)].leases.some(
      (lease) => !isForeign(lease, groupOf(before, task)) && isCovered(before, lease),
    ),
  step: (before, { task }, after) =>
    marksLease(
      before,
      theInode(before),
      after,
      (lease) => !isForeign(lease, groupOf(before, task)) && isCovered(before, lease),
    ),
});

/** The client that a task of the server works for in this step; `null` for the processes beside it. */
const clientOf = (
  before: State,
  { task, client }: { readonly task: TaskId; readonly client?: ClientId },
): ClientId | null => client ?? before.workers[task].client;

/** What the exemption is for. */
export const ownClientKeepsLease = never<typeof startBreak | typeof lookAtClients>("own-client-never-recalled", {
  says: "No request of a client has that client's own lease recalled: neither by the server, nor by the kernel's break.",
  source: `${SERIES}: an operation by the client that holds the delegation; RFC 8881 §10.4`,
  violatedBy: ["linux-6.18", "U2"],
  on: [...breaks, lookAtClients],
  exercisedWhen: (before, step) => {
    const client = clientOf(before, step);
    return client !== null && before.clients[client].lease === "granted";
  },
  step: (before, step, after) => {
    const client = clientOf(before, step);
    if (client === null || before.clients[client].lease === "none") return false;
    if (before.clients[client].lease === "granted" && after.clients[client].lease === "recalled") return true;
    return marksLease(before, theInode(before), after, ({ file }) => file === before.clients[client].file);
  },
});

/** The other direction. */
export const serverPassesNobodyElse = never("foreign-breakers-always-break", {
  says: "No open or truncation that conflicts with a lease of another thread group gets through while the lease stands and its holder was not asked.",
  source: `${SERIES}: “break any leases acquired by other processes”`,
  violatedBy: ["B2"],
  on: throughSteps,
  exercisedWhen: (before, { task }) =>
    before.inodes[theInode(before)].leases.some(
      (lease) => isForeign(lease, groupOf(before, task)) && typesConflict(lease.type, breakMode(before, task)),
    ),
  step: (before, { task }, after) => {
    if (!getsThrough(after, task)) return false;
    const mode = breakMode(before, task);
    return after.inodes[theInode(before)].leases.some(
      (lease) =>
        isForeign(lease, groupOf(before, task)) &&
        typesConflict(lease.type, mode) &&
        !wasAsked(lease, mode) &&
        isFinished(after, lease.file),
    );
  },
});
