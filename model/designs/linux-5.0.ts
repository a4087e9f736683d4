import type { DelegationDesign, LeaseDesign } from "./design.js";

/** The base of the 2019 series. */
export const linux50: LeaseDesign & DelegationDesign = {
  name: "linux-5.0",
  says:
    "The identity rule of 5.0, on the lease code of 6.18: no operation is ever exempt. For leases set by F_SETLEASE this is the " +
    "rule of 6.18 as well; the two differ only for delegations.",
  source: "fs/locks.c leases_conflict, 5.0",
  exempt: "nobody",
  delegations: {
    passes: "nobody's",
    naming: "by nothing",
    looksAt: "nothing",
    locked: "not at all",
  },
};
