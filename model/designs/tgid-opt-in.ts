import type { LeaseDesign } from "./design.js";

/** The rule of the series, for those who ask for it. */
export const tgidOptIn: LeaseDesign = {
  name: "tgid-opt-in",
  says:
    "As tgid, but only for leases that ask for it by a flag of the call that sets them. A program that does not know the flag sees " +
    "6.18. No kernel has such a flag; struct delegation of F_SETDELEG has a field for flags, which must be 0 today.",
  source:
    "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter, on servers in user space; " +
    "fs/fcntl.c F_SETDELEG, d_flags, 6.19; deduced",
  exempt: "the recorded thread group, where the lease asks",
};
