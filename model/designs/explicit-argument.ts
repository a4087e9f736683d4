import type { DelegationDesign } from "./design.js";

/** The client as an argument. */
export const explicitArgument: DelegationDesign = {
  name: "explicit-argument",
  says:
    "The server passes the client through the VFS, down to the test for conflicts under flc_lock, which exempts that client's " +
    "delegations. A path that does not pass it carries nobody.",
  source: "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter: designs not taken",
  delegations: {
    passes: "those of the client named",
    naming: "by an argument",
    looksAt: "nothing",
    locked: "not at all",
  },
};
