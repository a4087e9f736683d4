/** Faults that Linux once had and has no more: absent unless `--bug` adds them. */
import type { Fault } from "../../src/machine/scenario.js";

/** Setlease against open: no second look. */
export const B1 = {
  name: "B1",
  kind: "historical",
  says:
    "A lease is granted without looking at the counts of opens again after it was listed: an open for writing that saw the empty " +
    "list before completes beside it.",
  source: "fs/locks.c generic_add_lease before commit 24cbe7845ea5 (3.12)",
} as const satisfies Fault;

/** Write lease against read open: counted too late. */
export const B2 = {
  name: "B2",
  kind: "historical",
  says:
    "An open for reading raises i_readcount only after break_lease: a write lease granted in between neither sees the open nor is " +
    "broken by it.",
  source:
    "fs/open.c do_dentry_open from 387e3746d01c (5.3) to “locks: fix TOCTOU race when granting write lease” (6.1)",
} as const satisfies Fault;

/** The type of a lease that is being broken is forgotten. */
export const B3 = {
  name: "B3",
  kind: "historical",
  says:
    "A pending break overwrites the type of the lease, so that it conflicts with everything: while a read lease is being broken, " +
    "opens for reading block as well.",
  source: "fs/locks.c __break_lease before commit 778fc546f749 (3.2)",
} as const satisfies Fault;

/** A wait of no length. */
export const B4 = {
  name: "B4",
  kind: "historical",
  says:
    "A breaker behind a lease without a break time (leases of nfsd; leases that are only to become read leases; all with " +
    "lease-break-time 0) waits for a time of 0: it does not sleep but looks again at once. Without kernel preemption nothing else " +
    "runs on its processor: a soft lockup. One processor is modelled.",
  source: "fs/locks.c __break_lease before commit f1c6bb2cb8b8 (3.15)",
  scope: { deadlines: false },
} as const satisfies Fault;

/** A deadline that has passed is taken for a time to wait. */
export const B15 = {
  name: "B15",
  kind: "historical",
  says:
    "A breaker that queues on a lease whose deadline has passed already takes an absolute time for a relative one, and sleeps " +
    "practically for ever.",
  source: "review of the 2026 fencing patches (lm_breaker_timedout), first version of the test for a negative timeout",
} as const satisfies Fault;

/** A number that is used again stands for its old owner. */
export const B34 = {
  name: "B34",
  kind: "historical",
  says:
    "The thread group is remembered by number: once its process has exited the number is given to another, whose operations are " +
    "then taken for those of the lease's creator.",
  source: "flc_pid, fs/locks.c; deduced from the series of February 2019, which compares numbers",
  design: "tgid",
} as const satisfies Fault;
