/** Faults that no kernel is known to have had: they show that the properties can fail. */
import type { Fault } from "../../src/machine/scenario.js";

/** A removal that wakes nobody. */
export const I1 = {
  name: "I1",
  kind: "invented",
  says: "Removing a lease does not wake the breakers that are queued on it.",
  source: "fs/locks.c lease_modify without locks_wake_up_blocks",
} as const satisfies Fault;
