/**
 * What liveness of a server in user space assumes: the kernel goes on as in `lease-core`, and so does the server with what
 * it has begun. Where leases run out, a client may be dead, and nothing is assumed of it; processes beside the server do
 * as they like.
 */
import { type Fairness, strong, weak } from "../../src/machine/fairness.js";
import { tick } from "../clock.js";
import { startBreak, timeOut, wakeUp } from "../leases/break.js";
import { finishLease, insertLease } from "../leases/set.js";
import { countLate, testForLeases } from "../vfs/open.js";
import { cut } from "../vfs/truncate.js";
import type { Constants } from "./constants.js";
import { doWithout, hearBreak, leaseForClient, recordLease, returnLease } from "./leases.js";
import { changeAgain, changeForClient, giveUp, openForClient, returnFromCall, write } from "./requests.js";

/** The fairness of a machine. */
export const fairness = ({ options }: Constants): readonly Fairness[] => [
  weak(
    "a task inside a system call that can run runs",
    [testForLeases, countLate, cut, giveUp, insertLease, finishLease],
    "task",
  ),
  strong("flc_lock goes to every task that waits for it", [startBreak, wakeUp, timeOut], "task"),
  strong(
    "a thread of the server goes on with its request whenever locks allow",
    [openForClient, changeForClient, changeAgain, returnFromCall, write, leaseForClient, recordLease, doWithout],
    "task",
  ),
  strong("the server hears of a break whenever its lock is free", [hearBreak], "client"),
  ...(options.deadlines
    ? [weak("the clock goes on", [tick])]
    : [
        strong(
          "a client answers a recall, and the server takes the answer when its lock is free",
          [returnLease],
          "client",
        ),
      ]),
];
