/** What holders are told, and what becomes of their leases without it. */
import { PASSED } from "../model/clock.js";
import { startBreak, timeOut } from "../model/leases/break.js";
import { isHeard } from "../model/leases/notify.js";
import { isRefused, query, setLease } from "../model/leases/set.js";
import {
  always,
  type FileId,
  known,
  type Lease,
  type LeaseType,
  never,
  type State,
  type TaskId,
} from "../model/state.js";
import { groupOf } from "../model/tasks.js";
import { cut } from "../model/vfs/truncate.js";
import { inodeOf, isFinished, isForeign, isNewlyAsked, sameLease } from "./breaks.js";

/** Whether the holder's time to answer has run out: for a downgrade, or for all. */
const mayBeWeakened = (lease: Lease): boolean =>
  (lease.downgradePending && lease.downgradeTime === PASSED) || mayBeRemoved(lease);
const mayBeRemoved = (lease: Lease): boolean => lease.unlockPending && lease.breakTime === PASSED;

/** Whether the kernel weakened or removed a lease before its time. */
const isWeakenedUnannounced = (before: State, after: State, byHolder: (lease: Lease) => boolean): boolean =>
  before.inodes.some((inode, key) =>
    inode.leases.some((lease) => {
      const later = sameLease(after, key, lease);
      if (later === undefined) return !mayBeRemoved(lease);
      return lease.type === "write" && later.type === "read" && !mayBeWeakened(lease) && !byHolder(lease);
    }),
  );

/** The kernel keeps its word about time. */
export const noUnannouncedWeakening = never<typeof startBreak | typeof timeOut | typeof query | typeof setLease>(
  "no-unannounced-weakening",
  {
    says:
      "The kernel makes a write lease a read lease, or removes a lease, only when its holder was asked for that, has not answered, and " +
      "has had its full break time.",
    source:
      "fcntl(2), F_SETLEASE: “the lease holder … within the number of seconds specified in /proc/sys/fs/lease-break-time”",
    violatedBy: ["B16"],
    on: [startBreak, timeOut, query, setLease],
    exercisedWhen: (before) =>
      before.inodes.some(({ leases }) =>
        leases.some(
          ({ type, breakTime, downgradeTime }) =>
            breakTime === PASSED || (type === "write" && downgradeTime === PASSED),
        ),
      ),
    step: (before, parameters, after) =>
      isWeakenedUnannounced(before, after, (lease) => isDowngradedByHolder(after, lease, parameters)),
  },
);

/** Whether the step is the holder's own F_SETLEASE with F_RDLCK, and it succeeded. */
const isDowngradedByHolder = (
  after: State,
  lease: Lease,
  step: { readonly task: TaskId; readonly file?: FileId; readonly type?: LeaseType },
): boolean =>
  step.file === lease.file &&
  step.type === "read" &&
  !isRefused(after, known(after.files[lease.file].inode), lease.file, "read");

/** Every break is heard. */
export const holderIsTold = always("holder-is-told", {
  says: "Whenever a lease is asked to break, the signal reaches a process that lives.",
  source: "fcntl(2), F_SETLEASE: “the kernel … notifies the lease holder by sending it a signal”",
  violatedBy: ["B17", "E9"],
  on: [startBreak],
  exercisedWhen: (before, { task }, after) => {
    const inode = inodeOf(before, task);
    return after.inodes[inode].leases.some((lease) => isNewlyAsked(before, inode, lease));
  },
  step: (before, { task }, after) => {
    const inode = inodeOf(before, task);
    return after.inodes[inode].leases.every((lease) => !isNewlyAsked(before, inode, lease) || isHeard(after, lease));
  },
});

/** Truncation is a write. */
export const truncationAsksEveryHolder = never("truncation-asks-every-holder", {
  says: "No file is truncated over a lease that another process set and was not asked to give up.",
  source: "fcntl(2), F_SETLEASE: “a lease breaker … opens or truncates”; open(2), O_TRUNC with O_RDONLY",
  violatedBy: ["B1", "B18", "B34"],
  on: [cut],
  exercisedWhen: (before, { task }) => before.inodes[known(before.tasks[task].inode)].leases.length !== 0,
  step: (before, { task }) => {
    const group = groupOf(before, task);
    return before.inodes[inodeOf(before, task)].leases.some(
      (lease) => isForeign(lease, group) && !lease.unlockPending && isFinished(before, lease.file),
    );
  },
});
