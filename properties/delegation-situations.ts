/** Situations of delegations that must be reachable: a model in which they are not says nothing. */
import { believes } from "../model/clients/belief.js";
import { expire, renew } from "../model/nfsd/client-lease.js";
import { checkAgain, verify } from "../model/nfsd/grant.js";
import { localResume } from "../model/nfsd/local.js";
import { freeStateid } from "../model/nfsd/return.js";
import { known, sometimes } from "../model/nfsd/state.js";
import { apply, endWait } from "../model/nfsd/vfs.js";

/** Read delegations coexist. */
export const delegationsCoexist = sometimes("delegations-coexist", {
  says: "Two clients rely on delegations of one file.",
  source: "RFC 7530 §10.4 (R4)",
  applies: ({ options }) => !options.writeDelegations,
  state: (s) => s.files.some(({ delegations }) => delegations.count(believes) > 1),
});

/** A client changes the file under its own delegation. */
export const ownChangeKeepsDelegation = sometimes("own-change-keeps-delegation", {
  says: "A client changes attributes of a file while it relies on a delegation of it.",
  source: "RFC 7530 §10.4 (R7); commit 28df3d1539de",
  applies: ({ rules, options }) => rules.passes !== "nobody's" && options.setAttributes,
  on: [apply],
  step: (before, { thread }) => {
    const { client, file } = before.threads[thread];
    return believes(before.files[known(file)].delegations[known(client)]);
  },
});

/** The check for conflicting opens matters. */
export const openRefusesGrant = sometimes("open-refuses-grant", {
  says: "A delegation's lease is taken off the list again, because an open of somebody else is in the way.",
  source: "fs/nfsd/nfs4state.c nfsd4_check_conflicting_opens, 6.12",
  on: [verify],
  step: (before, { thread }, after) => {
    const file = known(before.threads[thread].file);
    return after.threads[thread].at === "to undo" && before.files[file].nameless === 0;
  },
});

/** The second look for a conflict matters. */
export const conflictRefusesGrant = sometimes("conflict-refuses-grant", {
  says: "A delegation is not granted because its lease was broken before it was hashed.",
  source: "fs/nfsd/nfs4state.c nfs4_set_delegation, second look at fi_had_conflict, 6.12",
  on: [checkAgain],
  step: (_before, { thread }, after) => after.threads[thread].at === "to undo",
});

/** The short wait is worth it. */
export const shortWaitEndsWell = sometimes("short-wait-ends-well", {
  says: "A server thread sees, within its short wait, that the delegations were returned.",
  source: "fs/nfsd/nfs4state.c nfsd_wait_for_delegreturn, 6.12",
  applies: ({ options, rules }) =>
    options.patience === "as Linux does" && options.setAttributes && rules.passes !== "those of the thread group",
  on: [endWait],
  step: () => true,
});

/** A process on the server waits for a client. */
export const localWaitsForReturn = sometimes("local-process-waits", {
  says: "A process on the server that slept in a break gets through.",
  source: "fs/locks.c __break_lease, 6.12–6.18",
  applies: ({ options }) => options.local,
  on: [localResume],
  step: (_before, _parameters, after) => after.local.at !== "asleep",
});

/** Courtesy is worth it. */
export const courtesyClientComesBack = sometimes("courtesy-client-comes-back", {
  says: "A client whose lease had expired comes back to a delegation that it still has.",
  source: "fs/nfsd/nfs4state.c, courteous server, 6.12",
  applies: ({ options }) => options.courtesy,
  on: [renew],
  step: (before, { client }) => before.files.some(({ delegations }) => believes(delegations[client])),
});

/** Courtesy ends. */
export const courtesyClientGivesWay = sometimes("courtesy-client-gives-way", {
  says: "A client whose lease had expired is expired with its delegation, because that is in somebody's way.",
  source: "fs/nfsd/nfs4state.c nfs4_laundromat, NFSD4_EXPIRABLE, 6.12",
  applies: ({ options }) => options.courtesy,
  on: [expire],
  step: (before, { client }) => before.files.some(({ delegations }) => believes(delegations[client])),
});

/** Revocation runs to its end. */
export const revokedIsFreed = sometimes("revoked-delegation-is-freed", {
  says: "A client frees a delegation that was revoked, its lease gone.",
  source: "RFC 8881 §18.38",
  applies: ({ options }) => options.revocation,
  on: [freeStateid],
  step: (_before, { client, file }, after) => after.files[file].delegations[client].status === "none",
});
