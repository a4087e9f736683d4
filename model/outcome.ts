/**
 * What a step shows to the outside: whether the call returned and with what, whether it sleeps, and who was signalled. The
 * state does not remember results; they follow from the step and the states around it.
 */
import type { Step } from "../src/machine/action.js";
import { signalReaches } from "./leases/notify.js";
import { isRefused, query, setLease, targetType, unlock } from "./leases/set.js";
import { type FileId, type GroupId, known, type Lease, type LeaseType, type State, type TaskId } from "./state.js";
import { releaseLate } from "./vfs/close.js";
import { giveUp } from "./vfs/open.js";

/** What a call returns: success, what F_GETLEASE answers, or an error by name. */
export type Result = "ok" | LeaseType | "unlock" | "EAGAIN" | "EINTR";

/** How things stand with a task after a step of its own. */
export type Outcome =
  | { readonly kind: "returns"; readonly result: Result }
  /** In __break_lease, until woken, timed out or interrupted. */
  | { readonly kind: "sleeps" }
  /** The call has more steps to take. */
  | { readonly kind: "goes on" }
  /** The task exists no more, or only as a zombie. */
  | { readonly kind: "exited" };

/** The parameters of a step of the lease core. */
interface OwnParameters {
  readonly task?: TaskId;
  readonly file?: FileId;
  readonly type?: LeaseType;
}

/** What a step of a task means for it; `null` for steps of nobody's, such as a tick. */
export function outcomeOf(before: State, { action, parameters }: Step, after: State): Outcome | null {
  // A step names the parameters of its action, which are those of the lease core.
  const { task, file, type } = parameters as OwnParameters;
  if (task === undefined) return null;
  const { at } = after.tasks[task];
  if (at === "absent" || at === "zombie") return { kind: "exited" };
  if (at === "asleep") return { kind: "sleeps" };
  if (at !== "user") return { kind: "goes on" };
  return { kind: "returns", result: resultOf(before, action, task, file, type, after) };
}

function resultOf(
  before: State,
  action: string,
  task: TaskId,
  file: FileId | undefined,
  type: LeaseType | undefined,
  after: State,
): Result {
  const self = before.tasks[task];
  if (action === giveUp.name) return self.blocking ? "EINTR" : "EAGAIN";
  if (action === releaseLate.name) return self.call === "none" ? "EAGAIN" : "ok";
  if (self.at === "listed") return hasLease(after, known(self.file)) ? "ok" : "EAGAIN";
  if (file === undefined) return "ok";
  if (action === setLease.name)
    return isRefused(after, known(after.files[file].inode), file, known(type)) ? "EAGAIN" : "ok";
  if (action === unlock.name) return hasLease(before, file) ? "ok" : "EAGAIN";
  return action === query.name ? targetType(after, file) : "ok";
}

const leaseOf = (s: State, file: FileId): Lease | undefined => {
  const { inode } = s.files[file];
  return inode === null ? undefined : s.inodes[inode].leases.first((lease) => lease.file === file);
};
const hasLease = (s: State, file: FileId): boolean => leaseOf(s, file) !== undefined;

/** A break signal that a step sent: for the lease of which description, and to which processes; to none when it was lost. */
export interface BreakSignal {
  readonly file: FileId;
  readonly to: readonly GroupId[];
}

/** The break signals that a step sent, in the order of the list of leases. */
export function signalsSent(before: State, after: State): BreakSignal[] {
  const sent: BreakSignal[] = [];
  after.inodes.forEach((inode) => {
    inode.leases.forEach((lease) => {
      const earlier = leaseOf(before, lease.file);
      if (earlier === undefined) return;
      if (!(lease.unlockPending && !earlier.unlockPending) && !(lease.downgradePending && !earlier.downgradePending))
        return;
      const to: GroupId[] = [];
      after.groups.forEach((_, group) => {
        if (signalReaches(after, lease, group)) to.push(group);
      });
      sent.push({ file: lease.file, to });
    });
  });
  return sent;
}
