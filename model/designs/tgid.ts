import type { LeaseDesign } from "./design.js";

/** The 2019 series. */
export const tgid: LeaseDesign = {
  name: "tgid",
  says:
    "An operation does not conflict with a lease whose recorded thread group is its own. What is recorded is the group that " +
    "created the lease; fork and exit do not change it.",
  source: "[PATCH 0/7] Eliminate delegation self-conflicts, J. Bruce Fields, 8 February 2019, patch 7",
  exempt: "the recorded thread group",
};
