/** Situations of a server in user space that must be reachable: a model in which they are not says nothing. */
import { isBreaking } from "../model/leases/pending.js";
import { leaseOf } from "../model/userspace/leases.js";
import { giveUp, write } from "../model/userspace/requests.js";
import { serves } from "../model/userspace/server.js";
import { type ClientId, type State, sometimes, theInode } from "../model/userspace/state.js";

const leaseOfClient = (s: State, client: ClientId) => {
  const { file } = s.clients[client];
  return file === null ? undefined : leaseOf(s, file);
};

/** What the rule is good for. */
export const ownWriteKeepsLease = sometimes("own-write-keeps-lease", {
  says: "A client writes, and its own lease stands before and after, unbroken.",
  source: "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter",
  applies: ({ exempts, policy }) =>
    exempts === "own group" || (exempts === "own group on request" && policy.asks === 1),
  on: [write],
  step: (before, { task }, after) => {
    const { client } = before.workers[task];
    if (client === null || before.clients[client].lease !== "granted") return false;
    const lease = leaseOfClient(after, client);
    return lease !== undefined && !isBreaking(lease);
  },
});

/** The first stage has something to do. */
export const clientGivesWay = sometimes("client-gives-way", {
  says: "A client's lease is recalled by the server, for another client, and the kernel has nothing to do with it.",
  source: "NFS-Ganesha, SAL/state_deleg.c state_deleg_conflict; Samba's locking database",
  state: (s) =>
    s.clients.some(({ lease }, client) => {
      const listed = leaseOfClient(s, client);
      return lease === "recalled" && listed !== undefined && !isBreaking(listed);
    }),
});

/** The second stage has something to do. */
export const foreignLeaseRefuses = sometimes("foreign-lease-refuses", {
  says: "A call of the server fails, because a process beside it holds a lease.",
  source: "open(2), O_NONBLOCK; fcntl(2), F_SETLEASE",
  applies: ({ policy }) => policy.foreignLeases && !policy.sleeps,
  on: [giveUp],
  step: (before, { task }) =>
    serves(before, task) && before.inodes[theInode(before)].leases.some(({ tgid }) => !before.roles[tgid].serves),
});

/** The kernel's break reaches a client. */
export const foreignerIsWaitedFor = sometimes("process-waits-for-client", {
  says: "A process beside the server sleeps until a client has given its lease back.",
  source: "fs/locks.c __break_lease",
  applies: ({ policy }) => policy.foreignSleeps,
  state: (s) =>
    s.tasks.some(
      ({ at, blocker }, task) =>
        at === "asleep" &&
        !serves(s, task) &&
        s.clients.some(({ lease, file }) => lease === "recalled" && file === blocker),
    ),
});

/** Leases stand beside each other. */
export const leasesCoexist = sometimes("leases-coexist", {
  says: "Two clients hold read leases of the file.",
  source: "fcntl(2), F_SETLEASE",
  applies: ({ policy }) => policy.leases === "read",
  state: (s) => s.clients.count(({ lease }) => lease === "granted") > 1,
});
