/** The properties, by scenario and theme. */
import { helperBreak } from "../model/nfsd/helper.js";
import type { Property } from "../src/machine/property.js";
import { holderIsTold, noUnannouncedWeakening, truncationAsksEveryHolder } from "./announcements.js";
import * as delegationProgress from "./delegation-progress.js";
import * as delegationSituations from "./delegation-situations.js";
import {
  localIsNotRefused,
  onlyOthersRefuse,
  sleeperWasHeard,
  threadsDoNotBlock,
  waitIsForConflict,
} from "./delegation-waits.js";
import { noConflictingGrant } from "./grants.js";
import { cloneFlagsHonoured, nodeHonoured, threadsJoinTheirGroup } from "./kthread-clones.js";
import { createRequestsAreAnswered, kthreaddComesToRest, stopTerminates } from "./kthread-progress.js";
import * as kthreadSituations from "./kthread-situations.js";
import {
  idleKthreaddSleeps,
  noLostWakeup,
  nothingAbsentUsed,
  poolCanGrow,
  refusalsHaveCause,
  signalsReachServers,
} from "./kthreads.js";
import { ownClientNeverRecalled, serverGroupNeverBreaks, unidentifiedCompoundRecallsOwn } from "./own-recalls.js";
import { breakersProceed, callsReturn } from "./progress.js";
import { delegationPromiseKept, foreignersAlwaysBreak, noConflictingDelegation } from "./promises.js";
import * as reachable from "./reachable.js";
import { countersMatch, noUseOfFreed, recallIsHeard, recallIsTimed, revokedStaysVisible } from "./recalls.js";
import { leasesEndWithTheirGroup, leasesRecordTheirServer } from "./series.js";
import * as seriesSituations from "./series-situations.js";
import { ownClientKeepsLease, serverGroupNeverBreaksItself, serverPassesNobodyElse } from "./server-breaks.js";
import { serverAnswers, serverBreakersProceed } from "./server-progress.js";
import { leasePromiseKept, noGrantOverOpen } from "./server-promises.js";
import * as serverSituations from "./server-situations.js";
import { returnsAreNotHeldUp, serverDoesNotWaitForItself, sleeperAsksHolders } from "./server-waits.js";
import { servicesEnd } from "./service-progress.js";
import * as services from "./services.js";
import {
  everyHolderIsAsked,
  foreignBreakersAlwaysBreak,
  holderNeverBreaksItself,
  sameTgidNeverBreaks,
} from "./thread-groups.js";
import { nobodySleepsForNothing, onlyConflictsRefuse, waitersWaitOnSomething, waitsAreBounded } from "./waits.js";

/** What must hold. */
export const leaseCoreProperties: readonly Property[] = [
  sameTgidNeverBreaks,
  foreignBreakersAlwaysBreak,
  holderNeverBreaksItself,
  everyHolderIsAsked,
  noConflictingGrant,
  noUnannouncedWeakening,
  truncationAsksEveryHolder,
  holderIsTold,
  onlyConflictsRefuse,
  waitsAreBounded,
  nobodySleepsForNothing,
  waitersWaitOnSomething,
  breakersProceed,
  callsReturn,
];

/** What must be reachable. */
export const leaseCoreSituations: readonly Property[] = Object.values(reachable);

/** What must hold of delegations. */
export const delegationProperties: readonly Property[] = [
  ownClientNeverRecalled,
  serverGroupNeverBreaks,
  delegationPromiseKept,
  foreignersAlwaysBreak,
  noConflictingDelegation,
  onlyOthersRefuse,
  localIsNotRefused,
  sleeperWasHeard,
  threadsDoNotBlock,
  waitIsForConflict,
  recallIsHeard,
  recallIsTimed,
  noUseOfFreed,
  countersMatch,
  revokedStaysVisible,
  ...Object.values(delegationProgress),
];

/** What must be reachable with delegations. */
export const delegationSituationsReached: readonly Property[] = [
  unidentifiedCompoundRecallsOwn,
  ...Object.values(delegationSituations),
];

/** What must hold of servers in user space. */
export const serverProperties: readonly Property[] = [
  serverGroupNeverBreaksItself,
  ownClientKeepsLease,
  serverPassesNobodyElse,
  leasePromiseKept,
  noGrantOverOpen,
  serverDoesNotWaitForItself,
  returnsAreNotHeldUp,
  sleeperAsksHolders,
  serverBreakersProceed,
  serverAnswers,
];

/** What must be reachable with them. */
export const serverSituationsReached: readonly Property[] = Object.values(serverSituations);

/** What must hold of kernel threads. */
export const threadGroupProperties: readonly Property[] = [
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
export const threadGroupSituations: readonly Property[] = [poolCanGrow, ...Object.values(kthreadSituations)];

const { oneGroupPerService, poolCounts, ...serviceSituationsReached } = services;

/** A property of kernel threads as pools violate it: under its mutex a service's calls on its group follow each other. */
const inPool = (property: Property, violatedBy: readonly string[]): Property => ({ ...property, violatedBy });

/** What must hold of service pools. */
export const serviceProperties: readonly Property[] = [
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
export const serviceSituations: readonly Property[] = Object.values(serviceSituationsReached);

/** A property of the pieces, as the whole violates it; helpers are no part of that. */
const inSeries = (property: Property, violatedBy: readonly string[]): Property => {
  return { ...property, violatedBy, on: property.on?.filter((name) => name !== helperBreak.name) ?? null };
};

/** What must hold of the whole series. */
export const seriesProperties: readonly Property[] = [
  inSeries(ownClientNeverRecalled, ["P4"]),
  inSeries(serverGroupNeverBreaks, ["P4"]),
  inSeries(delegationPromiseKept, ["posted", "H7", "H8"]),
  inSeries(foreignersAlwaysBreak, ["H7", "H8"]),
  inSeries(noConflictingDelegation, ["posted"]),
  leasesRecordTheirServer,
  leasesEndWithTheirGroup,
  inSeries(oneGroupPerService, ["H7", "H8", "P4"]),
  inSeries(threadsJoinTheirGroup, ["P4"]),
  inSeries(noLostWakeup, ["posted", "H1", "H2", "H3"]),
  inSeries(nothingAbsentUsed, ["posted", "H3", "H12"]),
  inSeries(servicesEnd, ["posted", "H1", "P4"]),
  inSeries(delegationProgress.breakersProceed, ["P4", "I7"]),
  // H3: a kernel that has used what is freed is judged no further, so what it was at stays undone.
  inSeries(delegationProgress.requestsAreAnswered, ["H3", "P4"]),
  inSeries(delegationProgress.recallsAreResolved, ["P4", "I7"]),
];

/** What must be reachable with it. */
export const seriesSituationsReached: readonly Property[] = Object.values(seriesSituations);
