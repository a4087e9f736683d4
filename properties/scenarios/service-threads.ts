/** Pools of server threads: `model/scenarios/service-threads.ts`, judged by its properties. */
import { serviceThreads as model } from "../../model/scenarios/service-threads.js";
import type { Property } from "../../src/machine/property.js";
import { type Scenario, scenario } from "../../src/machine/scenario.js";
import { cloneFlagsHonoured, nodeHonoured, threadsJoinTheirGroup } from "../kthread-clones.js";
import { createRequestsAreAnswered, kthreaddComesToRest, stopTerminates } from "../kthread-progress.js";
import {
  idleKthreaddSleeps,
  noLostWakeup,
  nothingAbsentUsed,
  refusalsHaveCause,
  signalsReachServers,
} from "../kthreads.js";
import { servicesEnd } from "../service-progress.js";
import * as services from "../services.js";

const { oneGroupPerService, poolCounts, ...serviceSituationsReached } = services;

/** A property of kernel threads as pools violate it: under its mutex a service's calls on its group follow each other. */
const inPool = (property: Property, violatedBy: readonly string[]): Property => ({ ...property, violatedBy });

/** What must hold of service pools. */
const holding: readonly Property[] = [
  oneGroupPerService,
  poolCounts,
  inPool(noLostWakeup, ["posted", "H1", "H2", "H3"]),
  inPool(nothingAbsentUsed, ["posted", "H3", "H12", "I6"]),
  threadsJoinTheirGroup,
  inPool(cloneFlagsHonoured, ["P4"]),
  nodeHonoured,
  refusalsHaveCause,
  signalsReachServers,
  idleKthreaddSleeps,
  inPool(createRequestsAreAnswered, ["posted", "H2", "H3"]),
  stopTerminates,
  servicesEnd,
  kthreaddComesToRest,
];

/** What must be reachable with service pools. */
const reached: readonly Property[] = Object.values(serviceSituationsReached);

/** Pools of server threads. */
export const serviceThreads: Scenario = scenario({ ...model, properties: [...holding, ...reached] });
