/** The whole series as designs: its patches 1–6 as posted or mended, and patch 7 with the locking that goes with them. */
import type { DelegationDesign } from "./design.js";
import { type PatchSet, servicePatchSets } from "./patch-sets.js";
import { tgid } from "./tgid.js";
import { tgidLocked } from "./tgid-locked.js";

/** A set of patches with its rules for delegations. */
export type SeriesDesign = PatchSet & DelegationDesign;

const SOURCE = "[PATCH 0/7] Eliminate delegation self-conflicts, J. Bruce Fields, 8 February 2019";
const [mendedPool, postedPool] = servicePatchSets;

/** All seven patches with their faults mended. */
export const mendedSeries: SeriesDesign = {
  name: "mended",
  says: `${mendedPool?.says} Patch 7 as in tgid-locked.`,
  source: SOURCE,
  faults: [],
  delegations: tgidLocked.delegations,
};

/** All seven patches as they were posted. */
export const postedSeries: SeriesDesign = {
  name: "posted",
  says: `${postedPool?.says} Patch 7 as in tgid: no lock from the server's own check to the VFS.`,
  source: SOURCE,
  faults: ["H1", "H2", "H7", "H8", "H12"],
  delegations: tgid.delegations,
};

/** The first is the default. */
export const seriesDesigns: readonly SeriesDesign[] = [mendedSeries, postedSeries];
