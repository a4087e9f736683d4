/** Leases set by user space: `model/scenarios/lease-core.ts`, judged by its properties. */
import { leaseCore as model } from "../../model/scenarios/lease-core.js";
import type { Property } from "../../src/machine/property.js";
import { type Scenario, scenario } from "../../src/machine/scenario.js";
import { holderIsTold, noUnannouncedWeakening, truncationAsksEveryHolder } from "../announcements.js";
import { noConflictingGrant } from "../grants.js";
import { breakersProceed, callsReturn } from "../progress.js";
import * as reachable from "../reachable.js";
import {
  everyHolderIsAsked,
  foreignBreakersAlwaysBreak,
  holderNeverBreaksItself,
  sameTgidNeverBreaks,
} from "../thread-groups.js";
import { nobodySleepsForNothing, onlyConflictsRefuse, waitersWaitOnSomething, waitsAreBounded } from "../waits.js";

/** What must hold. */
const holding: readonly Property[] = [
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
const reached: readonly Property[] = Object.values(reachable);

/** Leases set by user space. */
export const leaseCore: Scenario = scenario({ ...model, properties: [...holding, ...reached] });
