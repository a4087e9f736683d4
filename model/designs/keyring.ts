import type { DelegationDesign } from "./design.js";

/** The client as a key. */
export const keyring: DelegationDesign = {
  name: "keyring",
  says:
    "The server's task possesses a key of the client during each operation; the test for conflicts, under flc_lock, exempts the " +
    "delegations of the client that the key names. A helper that is started for an operation is given its key.",
  source:
    "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter: designs not taken; keyrings(7)",
  delegations: {
    passes: "those of the client named",
    naming: "by a key",
    looksAt: "nothing",
    locked: "not at all",
  },
};
