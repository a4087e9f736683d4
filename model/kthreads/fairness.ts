/**
 * What liveness of kernel threads assumes: whoever can run runs, and a call into the kernel goes on, that of a creator who
 * was killed included. What processes begin is their own affair: nobody is assumed to ask for a thread, to start it or to
 * stop it, to kill anybody, or to send a signal.
 */
import { type Fairness, weak } from "../../src/machine/fairness.js";
import { append, take, wakeKthreadd } from "./create.js";
import { endGroup, endStart, flagLeader, wakeGroup, wakeLeader } from "./group.js";
import {
  clone,
  completeRefusal,
  failClone,
  noteKthreadd,
  pop,
  refuse,
  setState,
  testList,
  testStop,
} from "./kthreadd.js";
import { answer, completeAnswer, leave, parkMe, run } from "./newborn.js";
import { takeSignal } from "./signals.js";
import { endPark, endStop, wakeStopped } from "./stop.js";

/** What threads, their groups and pools of them have in common. */
export const kthreadFairness: readonly Fairness[] = [
  weak(
    "a kthreadd that can run runs",
    [testStop, setState, testList, pop, clone, failClone, refuse, completeRefusal],
    "task",
  ),
  weak("a new thread that can run runs", [answer, completeAnswer, run], "task"),
  weak("a creator in its call goes on", [append, wakeKthreadd, take], "creator"),
  weak("who starts a group goes on", [wakeGroup, endStart], "creator"),
  weak("who stops a group goes on", [flagLeader, wakeLeader], "group"),
  weak("rest_init notes kthreadd down", [noteKthreadd]),
];

/** The fairness of a machine: threads also do in their functions as they are told. */
export const fairness = (): readonly Fairness[] => [
  ...kthreadFairness,
  weak(
    "a thread that is told to stop or to park does, and one that is signalled exits",
    [leave, parkMe, takeSignal],
    "task",
  ),
  weak(
    "who waits for a thread or a group to end goes on when it has",
    [wakeStopped, endStop, endPark, endGroup],
    "creator",
  ),
];
