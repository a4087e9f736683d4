/** Thread groups as identity: nobody breaks what its own thread group holds, and everybody else does break. */

import { startBreak } from "../model/leases/break.js";
import { breakMode } from "../model/leases/conflict.js";
import { typesConflict } from "../model/leases/pending.js";
import { always, type GroupId, type Lease, never, type State } from "../model/state.js";
import { groupOf } from "../model/tasks.js";
import { isPossessed, possesses } from "../model/vfs/references.js";
import { getsThrough, inodeOf, isFinished, isForeign, marksLease, throughSteps, wasAsked } from "./breaks.js";

const SERIES = "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter and patch 7";

/** Held by a group: the group that the lease records. */
export const sameTgidNeverBreaks = never("same-tgid-never-breaks", {
  says: "No operation of a task starts the break of a lease that its own thread group set.",
  source: SERIES,
  violatedBy: ["linux-6.18", "linux-5.0"],
  // Where leases have to ask for the exemption, nothing in this scenario does.
  applies: ({ exempts }) => exempts !== "own group on request",
  on: [startBreak],
  exercisedWhen: (before, { task }) => {
    const group = groupOf(before, task);
    const mode = breakMode(before, task);
    return before.inodes[inodeOf(before, task)].leases.some(
      (lease) => !isForeign(lease, group) && typesConflict(lease.type, mode) && !wasAsked(lease, mode),
    );
  },
  step: (before, { task }, after) => {
    const group = groupOf(before, task);
    return marksLease(before, inodeOf(before, task), after, (lease) => !isForeign(lease, group));
  },
});

/** The other direction. */
export const foreignBreakersAlwaysBreak = never("foreign-breakers-always-break", {
  says:
    "No operation that conflicts with a lease set by another process gets through while the lease stands and its holder was not " +
    "asked.",
  source: `${SERIES}: “break any leases acquired by other processes”`,
  violatedBy: ["B2", "B34"],
  on: throughSteps,
  exercisedWhen: (before, { task }) => {
    const group = groupOf(before, task);
    const mode = breakMode(before, task);
    return before.inodes[inodeOf(before, task)].leases.some(
      (lease) => isForeign(lease, group) && typesConflict(lease.type, mode),
    );
  },
  step: (before, { task }, after) => {
    if (!getsThrough(after, task)) return false;
    const group = groupOf(before, task);
    const mode = breakMode(before, task);
    return after.inodes[inodeOf(before, task)].leases.some(
      (lease) =>
        isForeign(lease, group) &&
        typesConflict(lease.type, mode) &&
        !wasAsked(lease, mode) &&
        isFinished(after, lease.file),
    );
  },
});

/** Held in the sense of possession: a descriptor of the group refers to the lease's description. */
export const holderNeverBreaksItself = never("holder-never-breaks-itself", {
  says: "No operation of a task starts the break of a lease that its own process holds, by a descriptor of the lease's description.",
  source: `${SERIES}, read by possession; fork(2), fcntl(2) on leases and duplicated descriptors`,
  violatedBy: ["linux-6.18", "linux-5.0", "tgid", "tgid-opt-in"],
  on: [startBreak],
  exercisedWhen: (before, { task }) => {
    const { descriptors } = before.groups[groupOf(before, task)];
    const mode = breakMode(before, task);
    return before.inodes[inodeOf(before, task)].leases.some(
      (lease) => descriptors.at(lease.file) !== 0 && typesConflict(lease.type, mode) && !wasAsked(lease, mode),
    );
  },
  step: (before, { task }, after) => {
    const { descriptors } = before.groups[groupOf(before, task)];
    return marksLease(before, inodeOf(before, task), after, (lease) => descriptors.at(lease.file) !== 0);
  },
});

/** Whether other processes hold the lease, and the group does not. */
const isHeldByOthers = (s: State, group: GroupId, lease: Lease): boolean =>
  !possesses(s, group, lease.file) && isPossessed(s, lease.file);

/** The other direction, by possession. */
export const everyHolderIsAsked = always("every-holder-is-asked", {
  says:
    "An operation that conflicts with a lease held by other processes only, by their descriptors, gets through only after the " +
    "holder was asked.",
  source: `${SERIES}, read by possession; fork(2)`,
  violatedBy: ["tgid", "B2"],
  on: throughSteps,
  exercisedWhen: (before, { task }) => {
    const group = groupOf(before, task);
    const mode = breakMode(before, task);
    return before.inodes[inodeOf(before, task)].leases.some(
      (lease) => isHeldByOthers(before, group, lease) && typesConflict(lease.type, mode),
    );
  },
  step: (before, { task }, after) => {
    if (!getsThrough(after, task)) return true;
    const group = groupOf(before, task);
    const mode = breakMode(before, task);
    return after.inodes[inodeOf(before, task)].leases.every(
      (lease) =>
        !isHeldByOthers(before, group, lease) ||
        !typesConflict(lease.type, mode) ||
        wasAsked(lease, mode) ||
        !isFinished(after, lease.file),
    );
  },
});
