/** A server with delegations: `model/scenarios/delegations.ts`, judged by its properties. */
import { delegations as model } from "../../model/scenarios/delegations.js";
import type { Property } from "../../src/machine/property.js";
import { type Scenario, scenario } from "../../src/machine/scenario.js";
import * as delegationProgress from "../delegation-progress.js";
import * as delegationSituations from "../delegation-situations.js";
import {
  localIsNotRefused,
  onlyOthersRefuse,
  sleeperWasHeard,
  threadsDoNotBlock,
  waitIsForConflict,
} from "../delegation-waits.js";
import { ownClientNeverRecalled, serverGroupNeverBreaks, unidentifiedCompoundRecallsOwn } from "../own-recalls.js";
import { delegationPromiseKept, foreignersAlwaysBreak, noConflictingDelegation } from "../promises.js";
import { countersMatch, noUseOfFreed, recallIsHeard, recallIsTimed, revokedStaysVisible } from "../recalls.js";

/** What must hold of delegations. */
const holding: readonly Property[] = [
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
const reached: readonly Property[] = [unidentifiedCompoundRecallsOwn, ...Object.values(delegationSituations)];

/** A server with delegations. */
export const delegations: Scenario = scenario({ ...model, properties: [...holding, ...reached] });
