import type { DelegationDesign, LeaseDesign } from "./design.js";

/** Mainline as it is. */
export const linux618: LeaseDesign & DelegationDesign = {
  name: "linux-6.18",
  says:
    "Mainline since 5.8: a lease manager may say that the breaker owns the lease. Only nfsd's delegations do; a lease set by " +
    "F_SETLEASE conflicts with everybody, its own holder included.",
  source: "fs/locks.c leases_conflict and lease_manager_ops, 6.12–6.18; commit 28df3d1539de",
  exempt: "nobody",
  delegations: {
    passes: "those of the request's client",
    naming: "by nothing",
    looksAt: "nothing",
    locked: "not at all",
  },
};
