/** The end of a delegation: DELEGRETURN, revocation, FREE_STATEID. */
import { believes } from "../clients/belief.js";
import { free } from "./grant.js";
import { isListed, unlist } from "./leases.js";
import { forget } from "./requests.js";
import { action, clientId, fileId, known, threadId } from "./state.js";
import { answer, isActive, isThreadFree, takeRequest } from "./threads.js";

/**
 * DELEGRETURN, in answer to a recall: the delegation is unhashed. A compound may have GETATTR before it, which with v4.0
 * meets the client's own write delegation, and is told to come back later (B25).
 */
export const returnDelegation = action("DELEGRETURN", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "deleg_lock",
  source: "fs/nfsd/nfs4state.c nfsd4_delegreturn and destroy_delegation, 6.12; RFC 7530 §10.4.4",
  enabled: (s, { client, file }) => {
    const delegation = s.files[file].delegations[client];
    return believes(delegation) && delegation.recall === "called" && isThreadFree(s) && isActive(s, client);
  },
  effect: (draft, { client, file }) => {
    const delegation = draft.files[file].delegations[client];
    if (draft.constants.faults.B25 && draft.clients[client].old === 1 && delegation.type === "write") {
      draft.threads[takeRequest(draft, client, "get attributes", file)].wants = true;
      return;
    }
    delegation.status = "closed";
    delegation.due = "none";
    delegation.contradicted = false;
    const thread = takeRequest(draft, client, "return", file);
    draft.threads[thread].at = "to unlist";
  },
});

/** The lease of a returned delegation is removed. */
export const unlistReturned = action("remove returned lease", {
  parameters: { thread: threadId },
  atomicUnder: "flc_lock",
  source: "fs/nfsd/nfs4state.c nfs4_unlock_deleg_lease, 6.12",
  enabled: (s, { thread }) => s.threads[thread].at === "to unlist",
  effect: (draft, { thread }) => {
    const { file, client } = draft.threads[thread];
    unlist(draft, known(file), known(client));
    free(draft, known(file), known(client));
    answer(draft, thread);
    forget(draft, known(file));
  },
});

/**
 * A lease period has passed since the recall was sent. (Recalls of different delegations may pass in any order: more
 * than a clock allows, and never less.)
 */
export const passPeriod = action("lease period passes", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "nothing: the clock",
  source: "fs/nfsd/nfs4state.c state_expired, dl_time, 6.12",
  when: ({ options }) => options.revocation,
  enabled: (s, { client, file }) =>
    s.files[file].delegations[client].due === "running" &&
    (s.constants.options.clocks === "in any order" ||
      s.files[file].leases.every((lease) => lease.holder !== client || lease.downgradeTime !== "running")),
  effect: (draft, { client, file }) => {
    draft.files[file].delegations[client].due = "passed";
  },
});

/** The VFS break time has passed since a reader broke the client's lease. */
export const passBreakTime = action("break time passes", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "nothing: the clock",
  source: "fs/locks.c past_time, fl_downgrade_time, 6.12–6.18",
  when: ({ options, faults }) => options.writeDelegations && faults.B36,
  enabled: (s, { client, file }) =>
    s.files[file].leases.some((lease) => lease.holder === client && lease.downgradeTime === "running"),
  effect: (draft, { client, file }) => {
    draft.files[file].leases.forEach((lease) => {
      if (lease.holder === client) lease.downgradeTime = "passed";
    });
  },
});

/** The laundromat unhashes a delegation whose recall was not answered: REVOKED, or with v4.0 closed. */
export const revoke = action("revoke", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "deleg_lock",
  source: "fs/nfsd/nfs4state.c nfs4_laundromat, unhash_delegation_locked, 6.12",
  when: ({ options }) => options.revocation,
  enabled: (s, { client, file }) => s.files[file].delegations[client].due === "passed",
  effect: (draft, { client, file }) => {
    const delegation = draft.files[file].delegations[client];
    delegation.due = "none";
    delegation.contradicted = false;
    delegation.status = draft.clients[client].old === 1 ? "freed" : "revoking";
  },
});

/** The laundromat puts it on the client's list of revoked delegations, unless FREE_STATEID was faster. */
export const listRevoked = action("list as revoked", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "cl_lock",
  source: "fs/nfsd/nfs4state.c revoke_delegation, SC_STATUS_FREEABLE and SC_STATUS_FREED, 6.12",
  when: ({ options }) => options.revocation,
  enabled: (s, { client, file }) => {
    const { status } = s.files[file].delegations[client];
    return (
      status === "revoking" ||
      (s.constants.faults.B20 && status === "freed" && s.clients[client].old === 0 && isListed(s, file, client))
    );
  },
  effect: (draft, { client, file }) => {
    draft.files[file].delegations[client].status = "revoked";
  },
});

/** The laundromat removes the lease. */
export const unlistRevoked = action("remove revoked lease", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "flc_lock",
  source: "fs/nfsd/nfs4state.c revoke_delegation, destroy_unhashed_deleg, 6.12",
  when: ({ options }) => options.revocation,
  enabled: (s, { client, file }) => {
    const { status } = s.files[file].delegations[client];
    return (status === "revoked" || status === "forgotten" || status === "freed") && isListed(s, file, client);
  },
  effect: (draft, { client, file }) => {
    unlist(draft, file, client);
    if (draft.files[file].delegations[client].status === "freed" || draft.constants.faults.I2) {
      free(draft, file, client);
      forget(draft, file);
    }
  },
});

/** FREE_STATEID of a revoked delegation, once TEST_STATEID has told the client which it is. */
export const freeStateid = action("FREE_STATEID", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "cl_lock",
  source: "fs/nfsd/nfs4state.c nfsd4_free_stateid, 6.12; RFC 8881 §18.38",
  when: ({ options }) => options.revocation,
  enabled: (s, { client, file }) => {
    const { status, told } = s.files[file].delegations[client];
    const isFound = status === "revoking" || (status === "revoked" && !s.constants.faults["B20-lookup"]);
    return told && isFound && isThreadFree(s) && isActive(s, client);
  },
  effect: (draft, { client, file }) => {
    if (isListed(draft, file, client)) draft.files[file].delegations[client].status = "freed";
    else {
      free(draft, file, client);
      forget(draft, file);
    }
  },
});

/** An operation with the stateid was answered NFS4ERR_DELEG_REVOKED: with B22 the client forgets it there and then. */
export const forgetRevoked = action("client forgets revoked delegation", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "nothing: the client's own memory",
  source: "fs/nfs/delegation.c nfs_mark_delegation_revoked; RFC 8881 §18.38 asks for FREE_STATEID",
  when: ({ options, faults }) => options.revocation && faults.B22,
  enabled: (s, { client, file }) => {
    const { status, told } = s.files[file].delegations[client];
    return told && status === "revoked" && isActive(s, client);
  },
  effect: (draft, { client, file }) => {
    draft.files[file].delegations[client].status = "forgotten";
  },
});
