/** What a break asks of a holder, and which breaks conflict with which types: fs/locks.c, 6.12–6.18. */
import { oneOf } from "../../src/schema/schema.js";

/** The two types of a lease, and the two ways to break one. */
export const leaseType = oneOf("read", "write");
/** F_RDLCK or F_WRLCK. */
export type LeaseType = "read" | "write";

/** The two flags of a lease that is being broken. */
export interface Pending {
  /** FL_UNLOCK_PENDING. */
  unlockPending: boolean;
  /** FL_DOWNGRADE_PENDING. */
  downgradePending: boolean;
}

/** Whether the holder has been asked for anything that it has not done yet. */
export const isBreaking = (lease: Readonly<Pending>): boolean => lease.unlockPending || lease.downgradePending;

/** By type: two conflict when either is a writer. */
export const typesConflict = (held: LeaseType, mode: LeaseType): boolean => held === "write" || mode === "write";

/**
 * Marks a lease that is in the way of a break of the mode (`__break_lease`, the loop over the list).
 * @returns whether its holder has to be told: not when it was asked for as much before.
 */
export function markPending(lease: Pending, mode: LeaseType): boolean {
  if (mode === "write") {
    if (lease.unlockPending) return false;
    lease.unlockPending = true;
  } else {
    if (isBreaking(lease)) return false;
    lease.downgradePending = true;
  }
  return true;
}
