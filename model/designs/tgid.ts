import type { DelegationDesign, LeaseDesign } from "./design.js";

/** The 2019 series. */
export const tgid: LeaseDesign & DelegationDesign = {
  name: "tgid",
  says:
    "An operation does not conflict with a lease whose recorded thread group is its own. What is recorded is the group that " +
    "created the lease; fork and exit do not change it. All threads of the server are one group: it looks at its own " +
    "delegations before it calls the VFS, and recalls those of other clients; no lock is held across the two.",
  source: "[PATCH 0/7] Eliminate delegation self-conflicts, J. Bruce Fields, 8 February 2019, patch 7",
  exempt: "the recorded thread group",
  delegations: {
    passes: "those of the thread group",
    naming: "by nothing",
    looksAt: "hashed delegations",
    locked: "not at all",
  },
};
