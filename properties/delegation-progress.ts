/** What delegations hold up goes on in the end. */

import { believes } from "../model/clients/belief.js";
import type { Constants } from "../model/nfsd/constants.js";
import { isListed } from "../model/nfsd/leases.js";
import {
  type ClientId,
  clientId,
  type FileId,
  fileId,
  holds,
  liveness,
  type State,
  type ThreadId,
  threadId,
} from "../model/nfsd/state.js";
import { isActive, isThreadFree } from "../model/nfsd/threads.js";
import { forEach, leadsTo } from "../src/machine/formula.js";

/** Where no recall runs out, one that does not reach its client is never resolved. */
const areResolvable = ({ options }: Constants): boolean => options.revocation || !options.channelDown;

/** No waiting for ever. */
export const breakersProceed = liveness("breakers-proceed", {
  says: "Neither a process that sleeps until delegations are given up nor a thread of the server that waits for that waits for ever.",
  source: "include/linux/fs.h break_deleg_wait; fs/nfsd/nfs4state.c nfsd_wait_for_delegreturn",
  violatedBy: ["B23", "B25", "W-b", "W-c", "W-j", "I3", "patience=block"],
  applies: areResolvable,
  formula: (_, scope) => ({
    op: "and",
    of: [
      leadsTo(
        holds("the local process sleeps", (s) => s.local.at === "asleep"),
        holds("it goes on", (s) => s.local.at !== "asleep"),
      ),
      forEach(threadId, scope, (thread) =>
        leadsTo(
          holds(
            `thread ${thread} waits`,
            (s) => s.threads[thread].at === "waiting" || s.threads[thread].at === "blocked",
          ),
          holds("it goes on", (s) => s.threads[thread].at !== "waiting" && s.threads[thread].at !== "blocked"),
        ),
      ),
    ],
  }),
});

/** Every request has an answer. */
export const requestsAreAnswered = liveness("requests-are-answered", {
  says: "A request that a thread of the server has taken is answered in the end, be it with NFS4ERR_DELAY.",
  source: "RFC 8881 §2.10.6.1: the replier sends a reply to each request",
  violatedBy: ["B14", "I3", "patience=block"],
  formula: (_, scope) =>
    forEach(threadId, scope, (thread) =>
      leadsTo(
        holds(`thread ${thread} has a request`, (s) => hasRequest(s, thread)),
        holds("it has answered", (s) => !hasRequest(s, thread)),
      ),
    ),
});

const hasRequest = (s: State, thread: ThreadId): boolean =>
  s.threads[thread].at !== "idle" && s.threads[thread].at !== "absent";

/** Every recall has a result. */
export const recallsAreResolved = liveness("recalls-are-resolved", {
  says: "A delegation that is recalled leaves the list of leases in the end: returned, given up, or revoked.",
  source: "RFC 7530 §10.4.4 to §10.4.6; RFC 8881 §10.4.4 to §10.4.6",
  violatedBy: ["B23", "B25", "W-b", "W-c", "I3", "I4", "patience=block"],
  applies: areResolvable,
  formula: (_, scope) =>
    forEach(fileId, scope, (file) =>
      forEach(clientId, scope, (client) =>
        leadsTo(
          holds(
            `the delegation of client ${client} is recalled`,
            (s) => s.files[file].delegations[client].recall !== "none" && isListed(s, file, client),
          ),
          holds(`the lease of client ${client} is off the list`, (s) => !isListed(s, file, client)),
        ),
      ),
    ),
});

/** What was revoked does not stay on the client's list. */
export const revokedAreFreed = liveness("revoked-delegations-are-freed", {
  says: "A revoked delegation is freed in the end by a client that keeps its lease: each SEQUENCE says that there is one, TEST_STATEID which, and FREE_STATEID ends it.",
  source: "RFC 8881 §18.46.3 (SEQ4_STATUS_RECALLABLE_STATE_REVOKED), §18.38, §18.48",
  violatedBy: ["B20-lookup", "B22"],
  applies: ({ options }) => options.revocation,
  formula: (_, scope) =>
    forEach(fileId, scope, (file) =>
      forEach(clientId, scope, (client) =>
        leadsTo(
          holds(`the delegation of client ${client} is listed as revoked`, (s) => isOnRevokedList(s, file, client)),
          holds(
            "it is freed, or the client has let its lease expire",
            (s) => !isOnRevokedList(s, file, client) || !isActive(s, client),
          ),
        ),
      ),
    ),
});

const isOnRevokedList = (s: State, file: FileId, client: ClientId): boolean => {
  const { status } = s.files[file].delegations[client];
  return status === "revoked" || status === "forgotten";
};

/** A DELEGRETURN finds a thread. */
export const noServerDeadlock = liveness("no-server-deadlock", {
  says: "While recalls do not run out, a client that has a DELEGRETURN to send finds a thread that takes it in the end.",
  source: "fs/nfsd/nfs4state.c nfsd_open_break_lease and nfsd_wait_for_delegreturn: why the server does not block",
  violatedBy: ["I3", "patience=block"],
  applies: ({ options }) => !options.revocation,
  formula: (_, scope) =>
    forEach(fileId, scope, (file) =>
      forEach(clientId, scope, (client) =>
        leadsTo(
          holds(`client ${client} has a DELEGRETURN to send`, (s) => {
            const delegation = s.files[file].delegations[client];
            return believes(delegation) && delegation.recall === "called" && isActive(s, client);
          }),
          holds("a thread can take it, or it is not needed any more", (s) => {
            const delegation = s.files[file].delegations[client];
            return isThreadFree(s) || !believes(delegation) || !isActive(s, client);
          }),
        ),
      ),
    ),
});
