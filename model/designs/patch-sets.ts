/** Patches 1–6 as designs: as they were posted, and with what is wrong in them mended. */
import type { Design } from "../../src/machine/scenario.js";

/** A set of patches: which faults it has. */
export interface PatchSet extends Design {
  readonly faults: readonly string[];
}

const SOURCE =
  "[PATCH 0/4] allow multiple kthreadd's, J. Bruce Fields, 1 May 2020: patches 1–4 of the series of 8 February 2019";

/** The patches with their faults mended, each by the least that does. */
export const mended: PatchSet = {
  name: "mended",
  says:
    "Patches 1–4 with little changes: kthreadd sets its state before it tests for a stop, and leaves no request behind; a group " +
    "that is being stopped takes no requests, wakes its kthreadd under the lock of its list, is used only when that has begun, and " +
    "freed after the last call on it; kthreadd knows itself by its group; and the leaders of groups block all signals.",
  source: SOURCE,
  faults: [],
};

/** The patches as they were posted. */
export const posted: PatchSet = {
  name: "posted",
  says: "Patches 1–4 as they were posted, on a kernel in which the threads of a group accept signals, as nfsd's did in 2019.",
  source: SOURCE,
  faults: ["H1", "H2", "H4", "H5", "H12"],
};

/** The patch sets; the first is the default. */
export const patchSets: readonly PatchSet[] = [mended, posted];

const SERIES = "[PATCH 0/7] Eliminate delegation self-conflicts, J. Bruce Fields, 8 February 2019: patches 1–6";

/** Patches 1–6: the first is the default. */
export const servicePatchSets: readonly PatchSet[] = [
  {
    ...mended,
    says: `${mended.says} Patch 6 gives each svc_serv a group of its own, and stops it after the last thread.`,
    source: SERIES,
  },
  {
    ...posted,
    says:
      "Patches 1–4 as they were posted, on a kernel in which server threads accept signals, as nfsd's did in 2019. Of patch 6 only " +
      "the title was found; it is read as one group for all RPC server threads.",
    source: SERIES,
    faults: [...posted.faults, "H7", "H8"],
  },
];
