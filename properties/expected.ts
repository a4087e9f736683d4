/**
 * The recorded verdicts: what exhaustive search found at the quick scopes, design by design. `compare` holds every run
 * against them. A verdict that changes is a finding, to be understood before it is recorded.
 */
import type { Verdict } from "../src/machine/verdict.js";

/** What is recorded of one property under one design. */
export interface RecordedVerdict {
  readonly verdict: Verdict;
  /** The verdict once the live faults that the property names are mended; absent where nothing was to be mended. */
  readonly mended?: Verdict;
}

type ByProperty = Readonly<Record<string, RecordedVerdict>>;

const HOLDS: RecordedVerdict = { verdict: "holds" };
const VIOLATED: RecordedVerdict = { verdict: "violated" };
const REACHED: RecordedVerdict = { verdict: "reached" };
/** Violated by faults of the kernel as it is, and by nothing else. */
const BY_FAULT: RecordedVerdict = { verdict: "violated", mended: "holds" };

/** What does not depend on who counts as the same. */
const UNDER_EVERY_DESIGN: ByProperty = {
  "no-unannounced-weakening": BY_FAULT,
  "truncation-asks-every-holder": BY_FAULT,
  "holder-is-told": BY_FAULT,
  "only-conflicts-refuse": HOLDS,
  "waits-are-bounded": HOLDS,
  "waiters-wait-on-something": HOLDS,
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

/** By scenario, design and property. */
export const expected: Readonly<Record<string, Readonly<Record<string, ByProperty>>>> = {
  "lease-core": {
    "linux-6.18": WITHOUT_EXEMPTION,
    "linux-5.0": WITHOUT_EXEMPTION,
    tgid: WITH_EXEMPTION,
  },
};

/** The recorded verdict of a property, or `undefined` where none is recorded. */
export const recordedVerdict = (scenario: string, design: string, property: string): RecordedVerdict | undefined =>
  expected[scenario]?.[design]?.[property];
