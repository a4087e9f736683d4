import type { DelegationDesign } from "./design.js";
import { tgid } from "./tgid.js";

/** The same lock, let go earlier. */
export const tgidLockedVfs: DelegationDesign = {
  name: "tgid-locked-vfs",
  says: "As tgid-locked, but the lock is let go as soon as the VFS call returns.",
  source: "the same, cover letter: “That may require some careful locking”; deduced",
  delegations: { ...tgid.delegations, locked: "until the VFS call returns" },
};
