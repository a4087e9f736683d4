/** Situations that must be reachable: a model in which they are not says nothing. */
import { timeOut, wakeUp } from "../model/leases/break.js";
import { finishLease, setLease } from "../model/leases/set.js";
import { type FileId, known, type State, sometimes } from "../model/state.js";
import { getsThrough, sameLease } from "./breaks.js";

const leaseOf = (s: State, file: FileId) =>
  s.inodes[known(s.files[file].inode)].leases.first((lease) => lease.file === file);

/** A holder does as it was told. */
export const downgradeIsObeyed = sometimes("downgrade-is-obeyed", {
  says: "A holder that is asked to become a reader does.",
  source: "fcntl(2), F_SETLEASE",
  on: [setLease],
  step: (before, { file }, after) =>
    leaseOf(before, file)?.type === "write" &&
    leaseOf(before, file)?.downgradePending === true &&
    leaseOf(after, file)?.type === "read" &&
    leaseOf(before, file)?.downgradeTime !== 1,
});

/** A reader becomes a writer. */
export const upgradeSucceeds = sometimes("upgrade-succeeds", {
  says: "The holder of a read lease takes it up to a write lease.",
  source: "fs/locks.c generic_add_lease, lm_change",
  on: [setLease],
  step: (before, { file }, after) => leaseOf(before, file)?.type === "read" && leaseOf(after, file)?.type === "write",
});

/** Both checks for conflicting opens matter. */
export const grantLosesRace = sometimes("grant-loses-race", {
  says: "A lease that was allowed is taken off the list again, because an open slipped in.",
  source: "fs/locks.c generic_add_lease, second check_conflicting_open",
  on: [finishLease],
  step: (before, { task }, after) => leaseOf(after, known(before.tasks[task].file)) === undefined,
});

/** A breaker gets what it waits for. */
export const releaseAdmitsBreaker = sometimes("release-admits-breaker", {
  says: "A sleeping breaker is woken, finds nothing in its way, and gets through.",
  source: "fs/locks.c lease_modify, locks_wake_up_blocks",
  on: [wakeUp],
  step: (_before, { task }, after) => getsThrough(after, task),
});

/** A breaker gets it from the clock. */
export const expiryAdmitsBreaker = sometimes("expiry-admits-breaker", {
  says: "A sleeping breaker times out a lease whose holder did not answer, and gets through.",
  source: "fs/locks.c time_out_leases",
  on: [timeOut],
  step: (_before, { task }, after) => getsThrough(after, task),
});

/** The clock weakens a lease. */
export const expiryDowngrades = sometimes("expiry-downgrades", {
  says: "A write lease becomes a read lease at its deadline.",
  source: "fs/locks.c time_out_leases",
  on: [timeOut],
  step: (before, { task }, after) => {
    const inode = known(before.tasks[task].inode);
    return before.inodes[inode].leases.some(
      (lease) => lease.type === "write" && sameLease(after, inode, lease)?.type === "read",
    );
  },
});

/** Breakers wait for each other. */
export const breakersChain = sometimes("breakers-chain", {
  says: "A breaker is queued below another breaker.",
  source: "fs/locks.c locks_insert_block",
  state: (s) => s.tasks.some(({ behind }) => behind !== null),
});

/** A lease outlives its creator. */
export const leaseOutlivesCreator = sometimes("lease-outlives-creator", {
  says: "A lease is listed whose creator has exited: a child holds it.",
  source: "fork(2), fcntl(2)",
  state: (s) => s.inodes.some(({ leases }) => leases.some(({ creatorGone }) => creatorGone)),
});
