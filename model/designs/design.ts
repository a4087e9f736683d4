/** What a design decides for leases set by user space: who counts as "the same". */
import type { Design } from "../../src/machine/scenario.js";

/** A rule for whose conflicts do not count. The lease code itself is that of 6.18 under every design. */
export interface LeaseDesign extends Design {
  /**
   * Whose leases an operation may pass without breaking them, as far as leases set by F_SETLEASE go: *nobody's*, or those
   * whose recorded thread group (`flc_pid`) is the operation's own (`current->tgid`).
   */
  readonly exempt: "nobody" | "the recorded thread group";
}
