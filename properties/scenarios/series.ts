/** The whole series: `model/scenarios/series.ts`, judged by its properties. */
import { helperBreak } from "../../model/nfsd/helper.js";
import { series as model } from "../../model/scenarios/series.js";
import type { Property } from "../../src/machine/property.js";
import { type Scenario, scenario } from "../../src/machine/scenario.js";
import * as delegationProgress from "../delegation-progress.js";
import { threadsJoinTheirGroup } from "../kthread-clones.js";
import { noLostWakeup, nothingAbsentUsed } from "../kthreads.js";
import { ownClientNeverRecalled, serverGroupNeverBreaks } from "../own-recalls.js";
import { delegationPromiseKept, foreignersAlwaysBreak, noConflictingDelegation } from "../promises.js";
import { leasesEndWithTheirGroup, leasesRecordTheirServer } from "../series.js";
import * as seriesSituations from "../series-situations.js";
import { servicesEnd } from "../service-progress.js";
import { oneGroupPerService } from "../services.js";

/** A property of the pieces, as the whole violates it; helpers are no part of that. */
const inSeries = (property: Property, violatedBy: readonly string[]): Property => {
  return { ...property, violatedBy, on: property.on?.filter((name) => name !== helperBreak.name) ?? null };
};

/** What must hold of the whole series. */
const holding: readonly Property[] = [
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
const reached: readonly Property[] = Object.values(seriesSituations);

/** The whole series. */
export const series: Scenario = scenario({ ...model, properties: [...holding, ...reached] });
