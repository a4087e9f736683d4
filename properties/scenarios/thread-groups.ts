/** Kernel threads in groups: `model/scenarios/thread-groups.ts`, judged by its properties. */
import { threadGroups as model } from "../../model/scenarios/thread-groups.js";
import type { Property } from "../../src/machine/property.js";
import { type Scenario, scenario } from "../../src/machine/scenario.js";
import { cloneFlagsHonoured, nodeHonoured, threadsJoinTheirGroup } from "../kthread-clones.js";
import { createRequestsAreAnswered, kthreaddComesToRest, stopTerminates } from "../kthread-progress.js";
import * as kthreadSituations from "../kthread-situations.js";
import {
  idleKthreaddSleeps,
  noLostWakeup,
  nothingAbsentUsed,
  poolCanGrow,
  refusalsHaveCause,
  signalsReachServers,
} from "../kthreads.js";

/** What must hold of kernel threads. */
const holding: readonly Property[] = [
  noLostWakeup,
  nothingAbsentUsed,
  threadsJoinTheirGroup,
  cloneFlagsHonoured,
  nodeHonoured,
  refusalsHaveCause,
  signalsReachServers,
  idleKthreaddSleeps,
  createRequestsAreAnswered,
  stopTerminates,
  kthreaddComesToRest,
];

/** What must be reachable with kernel threads. */
const reached: readonly Property[] = [poolCanGrow, ...Object.values(kthreadSituations)];

/** Kernel threads in groups. */
export const threadGroups: Scenario = scenario({ ...model, properties: [...holding, ...reached] });
