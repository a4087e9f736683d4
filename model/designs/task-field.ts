import type { DelegationDesign } from "./design.js";

/** The client in the task. */
export const taskField: DelegationDesign = {
  name: "task-field",
  says:
    "The server sets a field of its task to the client before each operation and clears it afterwards; the test for conflicts, " +
    "under flc_lock, exempts the delegations of the client that the field of the running task names.",
  source: "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter: designs not taken",
  delegations: {
    passes: "those of the client named",
    naming: "by a field of the task",
    looksAt: "nothing",
    locked: "not at all",
  },
};
