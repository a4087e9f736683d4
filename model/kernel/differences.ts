/** In what kernels differ from the one that the lease core is a model of (6.18), as far as that is known. */

/** One difference. */
export interface KernelDifference {
  /** What user space can see of it. */
  readonly says: string;
  /** The first release that has it, as `[major, minor]`; `null`: since there are leases. */
  readonly since: readonly [number, number] | null;
  /** The first release that has it no more; `null`: it is there to stay. */
  readonly until: readonly [number, number] | null;
  /** The fault of the model that stands for it; `null` when the model has none. */
  readonly fault: string | null;
  /** Whether calls taken whole can show it; otherwise only a race inside a call does. */
  readonly wholeCalls: boolean;
  readonly source: string;
}

/** All that are known. */
export const DIFFERENCES: readonly KernelDifference[] = [
  {
    says: "while a read lease is being broken, opens for reading block as well",
    since: null,
    until: [3, 2],
    fault: "B3",
    wholeCalls: true,
    source: "fs/locks.c __break_lease before commit 778fc546f749",
  },
  {
    says: "a lease is granted beside an open for writing that is under way",
    since: null,
    until: [3, 12],
    fault: "B1",
    wholeCalls: false,
    source: "fs/locks.c generic_add_lease before commit 24cbe7845ea5",
  },
  {
    says: "a write lease needs the only reference to the file's dentry and inode, whatever it is opened for",
    since: null,
    until: [5, 3],
    fault: null,
    wholeCalls: true,
    source: "fs/locks.c check_conflicting_open before commit 387e3746d01c",
  },
  {
    says: "a write lease is granted beside an open for reading that is under way",
    since: [5, 3],
    until: [6, 1],
    fault: "B2",
    wholeCalls: false,
    source: "fs/open.c do_dentry_open from commit 387e3746d01c to “locks: fix TOCTOU race when granting write lease”",
  },
  {
    says: "F_SETDELEG and F_GETDELEG exist, and changes of a directory break its delegations; leases set by F_SETLEASE stay as they are",
    since: [6, 19],
    until: null,
    fault: null,
    wholeCalls: true,
    source: "fs/locks.c generic_setlease, fcntl_setdeleg; pull request vfs-6.19-rc1.directory.delegations",
  },
];

/** The release that the model was read from and measured on. */
export const MODELLED: readonly [number, number] = [6, 18];

/** Major and minor of what uname says, such as `6.1.0-40-amd64`; `null` when it says something else. */
export function versionOf(release: string): readonly [number, number] | null {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor)];
}

const isBefore = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): boolean =>
  a < c || (a === c && b < d);

/** The differences of a kernel from the one that was modelled. */
export function differencesAt(version: readonly [number, number]): KernelDifference[] {
  return DIFFERENCES.filter(
    ({ since, until }) => (since === null || !isBefore(version, since)) && (until === null || isBefore(version, until)),
  );
}
