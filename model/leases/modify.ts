/** Changing a lease that is listed: fs/locks.c lease_modify and time_out_leases, 6.12–6.18. */
import { define } from "../../src/machine/definition.js";
import { NONE, PASSED } from "../clock.js";
import type { Draft, FileId, InodeId, Lease, LeaseDraft, LeaseType } from "../state.js";
import { wakeWaitersOf } from "./queue.js";

/**
 * Gives a lease another type. A change to F_RDLCK answers a request to downgrade, and no other; a change to F_WRLCK answers
 * none. Deadlines stay (B16); mended, a change to F_RDLCK clears that of the downgrade.
 */
export function retype(draft: Draft, inode: InodeId, lease: LeaseDraft, type: LeaseType): void {
  lease.type = type;
  if (type === "read") {
    lease.downgradePending = false;
    if (!draft.constants.faults.B16) lease.downgradeTime = NONE;
  }
  wakeWaitersOf(draft, inode, lease.file);
}

/** Takes a lease off the list, and wakes those who wait for that; with I1 it forgets them. */
export function remove(draft: Draft, inode: InodeId, file: FileId): void {
  const { leases } = draft.inodes[inode];
  const index = leases.firstKey((lease) => lease.file === file);
  if (index === undefined) return;
  if (!draft.constants.faults.I1) wakeWaitersOf(draft, inode, file);
  leases.removeAt(index);
}

const isDowngradeOverdue = define((lease: Lease) => lease.downgradeTime === PASSED);
const isUnlockOverdue = define((lease: Lease) => lease.breakTime === PASSED);

/** The expiry scan: what holders have not done in time is done for them. There is no timer; whoever needs to know scans. */
export function timeOutLeases(draft: Draft, inode: InodeId): void {
  draft.inodes[inode].leases.forEach((lease) => {
    if (isDowngradeOverdue(lease)) retype(draft, inode, lease, "read");
    if (isUnlockOverdue(lease)) remove(draft, inode, lease.file);
  });
}
