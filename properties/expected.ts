/**
 * The recorded verdicts: what exhaustive search found at the quick scopes, design by design. `compare` holds every run
 * against them. A verdict that changes is a finding, to be understood before it is recorded.
 */
import type { Verdict } from "../src/machine/verdict.js";

/** What is recorded of one property under one design. */
export interface RecordedVerdict {
  readonly verdict: Verdict;
  /** The verdict once the faults of the design that the property names are mended; absent where nothing was to be mended. */
  readonly mended?: Verdict;
}

type ByProperty = Readonly<Record<string, RecordedVerdict>>;

const HOLDS: RecordedVerdict = { verdict: "holds" };
const VIOLATED: RecordedVerdict = { verdict: "violated" };
const REACHED: RecordedVerdict = { verdict: "reached" };
/** Violated by faults of the kernel as it is, or of the patch set, and by nothing else. */
const BY_FAULT: RecordedVerdict = { verdict: "violated", mended: "holds" };

/** Violated by the design, whatever is mended. */
const BY_DESIGN: RecordedVerdict = { verdict: "violated", mended: "violated" };

/** What does not depend on who counts as the same. */
const UNDER_EVERY_DESIGN: ByProperty = {
  "no-unannounced-weakening": BY_FAULT,
  "truncation-asks-every-holder": BY_FAULT,
  "holder-is-told": BY_FAULT,
  "only-conflicts-refuse": HOLDS,
  "waits-are-bounded": HOLDS,
  "waiters-wait-on-something": HOLDS,
  "breakers-proceed": HOLDS,
  "calls-return": HOLDS,
  "no-deadlock": HOLDS,
  "breakers-chain": REACHED,
  "downgrade-is-obeyed": REACHED,
  "expiry-admits-breaker": REACHED,
  "expiry-downgrades": REACHED,
  "grant-loses-race": REACHED,
  "lease-outlives-creator": REACHED,
  "release-admits-breaker": REACHED,
  "upgrade-succeeds": REACHED,
};

/** Nobody is exempt. */
const WITHOUT_EXEMPTION: ByProperty = {
  ...UNDER_EVERY_DESIGN,
  "same-tgid-never-breaks": VIOLATED,
  "foreign-breakers-always-break": HOLDS,
  "holder-never-breaks-itself": VIOLATED,
  "every-holder-is-asked": HOLDS,
  "no-conflicting-grant": HOLDS,
  "nobody-sleeps-for-nothing": HOLDS,
};

/** The recorded thread group is exempt. */
const WITH_EXEMPTION: ByProperty = {
  ...UNDER_EVERY_DESIGN,
  "same-tgid-never-breaks": HOLDS,
  "foreign-breakers-always-break": HOLDS,
  "holder-never-breaks-itself": VIOLATED,
  "every-holder-is-asked": VIOLATED,
  "no-conflicting-grant": VIOLATED,
  "nobody-sleeps-for-nothing": VIOLATED,
};

/** The exemption has to be asked for, and nobody does. */
const { "same-tgid-never-breaks": _asked, ...WITHOUT_ASKING } = WITHOUT_EXEMPTION;

/** Servers in user space, with the locking that is right for them: what does not depend on who counts as the same. */
const OF_EVERY_USERSPACE_SERVER: ByProperty = {
  "breakers-proceed": HOLDS,
  "requests-are-answered": HOLDS,
  "foreign-breakers-always-break": HOLDS,
  "lease-promise-kept": HOLDS,
  "no-conflicting-grant": HOLDS,
  "server-waits-for-itself": HOLDS,
  "returns-are-not-held-up": HOLDS,
  "sleeper-was-heard": HOLDS,
  "no-deadlock": HOLDS,
  "client-gives-way": REACHED,
  "foreign-lease-refuses": REACHED,
  "process-waits-for-client": REACHED,
  "leases-coexist": REACHED,
};

/** The server's thread group is exempt. */
const OWN_SERVER_EXEMPT: ByProperty = {
  ...OF_EVERY_USERSPACE_SERVER,
  "same-tgid-never-breaks": HOLDS,
  "own-client-never-recalled": HOLDS,
  "own-write-keeps-lease": REACHED,
};

/** Delegations: what does not depend on who counts as the same. */
const OF_EVERY_SERVER: ByProperty = {
  "own-client-never-recalled": HOLDS,
  "delegation-promise-kept": HOLDS,
  "foreign-breakers-always-break": HOLDS,
  "no-conflicting-grant": HOLDS,
  "holder-is-told": HOLDS,
  "sleeper-was-heard": HOLDS,
  "recalls-are-timed": BY_FAULT,
  "counters-match": HOLDS,
  "breakers-proceed": HOLDS,
  "requests-are-answered": HOLDS,
  "recalls-are-resolved": HOLDS,
  "no-server-deadlock": HOLDS,
  "no-deadlock": HOLDS,
  "conflict-refuses-grant": REACHED,
  "delegations-coexist": REACHED,
  "local-process-waits": REACHED,
  "open-refuses-grant": REACHED,
  "own-change-keeps-delegation": REACHED,
};

/** The VFS tells clients apart. */
const BY_CLIENT: ByProperty = {
  ...OF_EVERY_SERVER,
  "only-conflicts-refuse": HOLDS,
  "short-wait-ends-well": REACHED,
};

/** The VFS tells nobody apart. */
const { "own-change-keeps-delegation": _, ...WITHOUT_OWN_CHANGE } = BY_CLIENT;
const BY_NOBODY: ByProperty = {
  ...WITHOUT_OWN_CHANGE,
  "own-client-never-recalled": BY_DESIGN,
  "only-conflicts-refuse": VIOLATED,
};

/** The server tells its clients apart, under a lock that spans both stages. */
const BY_SERVER: ByProperty = {
  ...OF_EVERY_SERVER,
  "same-tgid-never-breaks": HOLDS,
  // The server's own recall and a break by the local process: two for one delegation.
  "counters-match": BY_FAULT,
};

/** The same without the lock. */
const BY_SERVER_UNLOCKED: ByProperty = {
  ...BY_SERVER,
  "delegation-promise-kept": BY_DESIGN,
  "no-conflicting-grant": BY_DESIGN,
};

/** Kernel threads: what patch sets have in common. */
const OF_THREADS: ByProperty = {
  "threads-join-their-group": HOLDS,
  "clone-flags-are-honoured": HOLDS,
  "node-is-honoured": HOLDS,
  "group-is-freed": REACHED,
  "killed-creator-waits": REACHED,
  "leader-exits-first": REACHED,
  "orphan-exits": REACHED,
  "stopped-before-it-ran": REACHED,
  "thread-is-stopped": REACHED,
};

/** Patches 1–4, mended. */
const THREADS_MENDED: ByProperty = {
  ...OF_THREADS,
  "no-lost-wakeup": HOLDS,
  "no-use-of-freed-or-absent": HOLDS,
  "only-limits-refuse": HOLDS,
  "signals-reach-a-server": HOLDS,
  "idle-kthreadd-sleeps": HOLDS,
  "create-requests-are-answered": HOLDS,
  "stop-terminates": HOLDS,
  "kthreadd-comes-to-rest": HOLDS,
  "pool-can-grow": REACHED,
  "no-deadlock": HOLDS,
};

/** Patches 1–4, as posted: what they fail at, and that mending the faults named as culprits is enough. */
const THREADS_POSTED: ByProperty = {
  ...OF_THREADS,
  "no-lost-wakeup": BY_FAULT,
  "no-use-of-freed-or-absent": BY_FAULT,
  "only-limits-refuse": BY_FAULT,
  "signals-reach-a-server": BY_FAULT,
  "idle-kthreadd-sleeps": BY_FAULT,
  "create-requests-are-answered": BY_FAULT,
  "stop-terminates": BY_FAULT,
  "kthreadd-comes-to-rest": BY_FAULT,
  "pool-can-grow": { verdict: "unreached" },
  "no-deadlock": VIOLATED,
};

/** Pools of server threads: what patch sets have in common. */
const OF_POOLS: ByProperty = {
  "counters-match": HOLDS,
  "threads-join-their-group": HOLDS,
  "clone-flags-are-honoured": HOLDS,
  "node-is-honoured": HOLDS,
  // Under patches as posted too: whose request is lost was killed, and at the quick scope nobody is.
  "create-requests-are-answered": HOLDS,
  "group-ends-after-last-thread": REACHED,
  "service-fails-to-start": REACHED,
  "services-side-by-side": REACHED,
};

/** Patches 1–6, mended. */
const POOLS_MENDED: ByProperty = {
  ...OF_POOLS,
  "one-group-per-service": HOLDS,
  "no-lost-wakeup": HOLDS,
  "no-use-of-freed-or-absent": HOLDS,
  "only-limits-refuse": HOLDS,
  "signals-reach-a-server": HOLDS,
  "idle-kthreadd-sleeps": HOLDS,
  "stop-terminates": HOLDS,
  "services-end": HOLDS,
  "kthreadd-comes-to-rest": HOLDS,
  "no-deadlock": HOLDS,
};

/** Patches 1–6, as posted. */
const POOLS_POSTED: ByProperty = {
  ...OF_POOLS,
  "one-group-per-service": BY_FAULT,
  "no-lost-wakeup": BY_FAULT,
  "no-use-of-freed-or-absent": BY_FAULT,
  "only-limits-refuse": BY_FAULT,
  "signals-reach-a-server": BY_FAULT,
  "idle-kthreadd-sleeps": BY_FAULT,
  "stop-terminates": BY_FAULT,
  "services-end": BY_FAULT,
  "kthreadd-comes-to-rest": BY_FAULT,
  "no-deadlock": VIOLATED,
};

/** The whole series: what patch sets have in common. */
const OF_SERIES: ByProperty = {
  "own-client-never-recalled": HOLDS,
  "same-tgid-never-breaks": HOLDS,
  "foreign-breakers-always-break": HOLDS,
  "no-conflicting-grant": HOLDS,
  "leases-record-their-server": HOLDS,
  "leases-end-with-their-group": HOLDS,
  "one-group-per-service": HOLDS,
  "threads-join-their-group": HOLDS,
  "breakers-proceed": HOLDS,
  "requests-are-answered": HOLDS,
  "recalls-are-resolved": HOLDS,
  "kept-delegation": REACHED,
  "local-process-waits": REACHED,
  "other-thread-passes": REACHED,
  "served-and-stopped": REACHED,
  "stop-frees-breaker": REACHED,
  "thread-leaves-while-another-serves": REACHED,
};

/** All seven patches, mended, with the careful locking. */
const SERIES_MENDED: ByProperty = {
  ...OF_SERIES,
  "delegation-promise-kept": HOLDS,
  "no-lost-wakeup": HOLDS,
  "no-use-of-freed-or-absent": HOLDS,
  "services-end": HOLDS,
  "no-deadlock": HOLDS,
};

/** All seven patches as posted, without a lock. */
const SERIES_POSTED: ByProperty = {
  ...OF_SERIES,
  "delegation-promise-kept": BY_DESIGN,
  "no-lost-wakeup": BY_FAULT,
  "no-use-of-freed-or-absent": BY_FAULT,
  "services-end": BY_FAULT,
  "no-deadlock": VIOLATED,
};

/** By scenario, design and property. */
export const expected: Readonly<Record<string, Readonly<Record<string, ByProperty>>>> = {
  "lease-core": {
    "linux-6.18": WITHOUT_EXEMPTION,
    "linux-5.0": WITHOUT_EXEMPTION,
    tgid: WITH_EXEMPTION,
    "tgid-opt-in": WITHOUT_ASKING,
  },
  delegations: {
    "linux-6.18": BY_CLIENT,
    "linux-5.0": BY_NOBODY,
    tgid: BY_SERVER_UNLOCKED,
    "tgid-locked-vfs": BY_SERVER,
    "tgid-locked": BY_SERVER,
    "explicit-argument": BY_CLIENT,
    "task-field": BY_CLIENT,
    keyring: BY_CLIENT,
  },
  "userspace-server": {
    "linux-6.18": {
      ...OF_EVERY_USERSPACE_SERVER,
      "same-tgid-never-breaks": VIOLATED,
      "own-client-never-recalled": VIOLATED,
    },
    tgid: OWN_SERVER_EXEMPT,
    "tgid-opt-in": OWN_SERVER_EXEMPT,
  },
  "thread-groups": { mended: THREADS_MENDED, posted: THREADS_POSTED },
  "service-threads": { mended: POOLS_MENDED, posted: POOLS_POSTED },
  series: { mended: SERIES_MENDED, posted: SERIES_POSTED },
};

/** The recorded verdict of a property, or `undefined` where none is recorded. */
export const recordedVerdict = (scenario: string, design: string, property: string): RecordedVerdict | undefined =>
  expected[scenario]?.[design]?.[property];
