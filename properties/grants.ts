/** What may stand beside what: leases beside leases, leases beside opens. */

import { finishLease, setLease } from "../model/leases/set.js";
import { always, type FileId, type InodeId, known, type LeaseType, type State, type TaskId } from "../model/state.js";
import { define } from "../src/machine/definition.js";
import { isFinished } from "./breaks.js";

/** Whether a description that is open stands in the way of a lease on another (or, for writers, on itself). */
const hasConflictingOpen = (s: State, inode: InodeId, holder: FileId, type: LeaseType): boolean =>
  s.files.some((_, file) => isConflictingOpen(s, file, inode, holder, type));

const isConflictingOpen = define((s: State, key: FileId, inode: InodeId, holder: FileId, type: LeaseType) => {
  const file = s.files[key];
  return (
    file.state === "open" &&
    file.inode === inode &&
    file.mode !== "path" &&
    (type === "write" ? key !== holder : file.mode !== "read")
  );
});

/** Whether a step has finished the grant of a lease, or taken a read lease up to a write lease. */
const isGranted = (before: State, inode: InodeId, file: FileId, after: State): boolean => {
  const lease = after.inodes[inode].leases.first((listed) => listed.file === file);
  if (lease === undefined || !isFinished(after, file)) return false;
  if (!isFinished(before, file)) return true;
  return lease.type === "write" && before.inodes[inode].leases.some((old) => old.file === file && old.type === "read");
};

/** The description that a step of F_SETLEASE is about. */
const fileOf = (before: State, parameters: { readonly task: TaskId; readonly file?: FileId }): FileId =>
  parameters.file ?? known(before.tasks[parameters.task].file);

/** Grants exclude each other, and conflicting opens. */
export const noConflictingGrant = always<typeof setLease | typeof finishLease>("no-conflicting-grant", {
  says:
    "Of the leases granted on an inode at most one is a write lease, and then it is the only one; and no lease is granted, or taken " +
    "up to a write lease, over a conflicting open.",
  source: "fcntl(2), F_SETLEASE; fs/locks.c generic_add_lease and check_conflicting_open",
  violatedBy: ["B1", "B2", "tgid"],
  on: [setLease, finishLease],
  exercisedWhen: (before, parameters, after) => {
    const file = fileOf(before, parameters);
    return isGranted(before, known(before.files[file].inode), file, after);
  },
  state: (s) =>
    s.inodes.every(({ leases }) => {
      if (leases.length < 2 || !leases.some(({ type, file }) => type === "write" && isFinished(s, file))) return true;
      return leases.count(({ file }) => isFinished(s, file)) === 1;
    }),
  step: (before, parameters, after) => {
    const file = fileOf(before, parameters);
    const inode = known(before.files[file].inode);
    if (!isGranted(before, inode, file, after)) return true;
    const { type } = known(after.inodes[inode].leases.first((listed) => listed.file === file));
    return !hasConflictingOpen(after, inode, file, type);
  },
});
