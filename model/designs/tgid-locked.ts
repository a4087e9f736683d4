import type { DelegationDesign } from "./design.js";
import { tgid } from "./tgid.js";

/** The series with the careful locking that its cover letter speaks of. */
export const tgidLocked: DelegationDesign = {
  name: "tgid-locked",
  says:
    "As tgid, and the server's own check is made under a lock of the file that also excludes new grants, until the effect of the " +
    "operation is visible to a grant's check for conflicting opens.",
  source: "the same, cover letter: “That may require some careful locking”",
  delegations: { ...tgid.delegations, locked: "until the effect is visible" },
};
