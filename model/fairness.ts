/**
 * What liveness of leases assumes: a task inside a system call runs when it can, and the clock goes on. What user space
 * does is its own affair: no holder is assumed to give its lease up.
 */
import { type Fairness, strong, weak } from "../src/machine/fairness.js";
import { tick } from "./clock.js";
import type { Constants } from "./constants.js";
import { replace } from "./exec.js";
import { startBreak, timeOut, wakeUp } from "./leases/break.js";
import { finishLease, insertLease } from "./leases/set.js";
import { releaseLate } from "./vfs/close.js";
import { countLate, giveUp, restart, testForLeases } from "./vfs/open.js";
import { cut } from "./vfs/truncate.js";

/** The fairness of a machine. */
export const fairness = ({ faults }: Constants): readonly Fairness[] => [
  // Where a spinner can keep the processor (B4), "can run" comes and goes; the scheduler passes nobody over for ever.
  (faults.B4 ? strong : weak)(
    "a task inside a system call that can run runs",
    [testForLeases, countLate, cut, replace, giveUp, restart, insertLease, finishLease],
    "task",
  ),
  strong("flc_lock goes to every task that waits for it", [startBreak, wakeUp, timeOut, releaseLate], "task"),
  weak("the clock goes on", [tick]),
];
