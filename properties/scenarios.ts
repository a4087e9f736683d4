/** The built-in scenarios: what `model/` describes, judged by the properties. */
import { delegations as delegationsModel } from "../model/scenarios/delegations.js";
import { leaseCore as leaseCoreModel } from "../model/scenarios/lease-core.js";
import { series as seriesModel } from "../model/scenarios/series.js";
import { serviceThreads as serviceThreadsModel } from "../model/scenarios/service-threads.js";
import { threadGroups as threadGroupsModel } from "../model/scenarios/thread-groups.js";
import { userspaceServer as userspaceServerModel } from "../model/scenarios/userspace-server.js";
import { type Scenario, scenario } from "../src/machine/scenario.js";
import {
  delegationProperties,
  delegationSituationsReached,
  leaseCoreProperties,
  leaseCoreSituations,
  seriesProperties,
  seriesSituationsReached,
  serverProperties,
  serverSituationsReached,
  serviceProperties,
  serviceSituations,
  threadGroupProperties,
  threadGroupSituations,
} from "./index.js";

/** Leases set by user space. */
export const leaseCore: Scenario = scenario({
  ...leaseCoreModel,
  properties: [...leaseCoreProperties, ...leaseCoreSituations],
});

/** A server with delegations. */
export const delegations: Scenario = scenario({
  ...delegationsModel,
  properties: [...delegationProperties, ...delegationSituationsReached],
});

/** Leases that a server in user space sets for its clients. */
export const userspaceServer: Scenario = scenario({
  ...userspaceServerModel,
  properties: [...serverProperties, ...serverSituationsReached],
});

/** Kernel threads in groups. */
export const threadGroups: Scenario = scenario({
  ...threadGroupsModel,
  properties: [...threadGroupProperties, ...threadGroupSituations],
});

/** Pools of server threads. */
export const serviceThreads: Scenario = scenario({
  ...serviceThreadsModel,
  properties: [...serviceProperties, ...serviceSituations],
});

/** The whole series. */
export const series: Scenario = scenario({
  ...seriesModel,
  properties: [...seriesProperties, ...seriesSituationsReached],
});

/** All built-in scenarios. */
export const builtIn: readonly Scenario[] = [
  leaseCore,
  delegations,
  userspaceServer,
  threadGroups,
  serviceThreads,
  series,
];
