/** The properties of the lease core, by theme. */
import type { Property } from "../src/machine/property.js";
import { holderIsTold, noUnannouncedWeakening, truncationAsksEveryHolder } from "./announcements.js";
import { noConflictingGrant } from "./grants.js";
import * as reachable from "./reachable.js";
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
];

/** What must be reachable. */
export const leaseCoreSituations: readonly Property[] = Object.values(reachable);
