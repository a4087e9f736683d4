/**
 * What liveness of pools assumes, beside what it assumes of kernel threads: administrators finish what they have begun, and
 * threads that are to leave do. Nobody is assumed to start, grow or shut down a service.
 */
import { type Fairness, strong, weak } from "../../src/machine/fairness.js";
import { kthreadFairness } from "../kthreads/fairness.js";
import { endService } from "./end.js";
import { askThread, endStartService, failThread, startThread } from "./grow.js";
import { exitThread, leaveLoop, stopEarly } from "./shrink.js";

/** The fairness of a machine. */
export const fairness = (): readonly Fairness[] => [
  ...kthreadFairness,
  weak("an administrator who has the mutex goes on", [endStartService, askThread, startThread, failThread], "service"),
  weak("who waits for a service's group to end goes on when it has", [endService, stopEarly], "service"),
  weak("a server thread that is to leave leaves its loop", [leaveLoop], "task"),
  strong("a service's mutex goes to every thread that waits for it", [exitThread], "task"),
];
