/**
 * What a reviewer of the series should know, as statements about cells of `compare`'s table. What is said of a cell depends on
 * the verdict that a run finds for it.
 */

/** One cell, with what it means when its verdict is good and when it is bad. */
export interface Statement {
  readonly scenario: string;
  readonly design: string;
  readonly property: string;
  /** Said when it holds, or is reached. */
  readonly good: string;
  /** Said when it is violated, or not reached. */
  readonly bad: string;
}

/** A line of the summary. */
export interface SummaryLine {
  readonly about: string;
  readonly statements: readonly Statement[];
}

/** The five lines. */
export const summary: readonly SummaryLine[] = [
  {
    about: "The aim",
    statements: [
      {
        scenario: "delegations",
        design: "linux-5.0",
        property: "own-client-never-recalled",
        good: "without the series no operation recalls its own client's delegation",
        bad: "without the series a client's own operation recalls its delegation",
      },
      {
        scenario: "delegations",
        design: "tgid",
        property: "own-client-never-recalled",
        good: "with it none does",
        bad: "with it as well",
      },
      {
        scenario: "series",
        design: "posted",
        property: "kept-delegation",
        good: "from boot on a client keeps one",
        bad: "but no client keeps one from boot on",
      },
    ],
  },
  {
    about: "The careful locking",
    statements: [
      {
        scenario: "delegations",
        design: "tgid",
        property: "delegation-promise-kept",
        good: "no lock is needed between the server's check and the VFS call",
        bad: "without a lock from the server's check on, a delegation that another thread grants is passed over",
      },
      {
        scenario: "delegations",
        design: "tgid-locked",
        property: "delegation-promise-kept",
        good: "a lock until the effect is visible is enough",
        bad: "a lock until the effect is visible is not enough",
      },
      {
        scenario: "delegations",
        design: "linux-6.18",
        property: "delegation-promise-kept",
        good: "the callback of v5.8 needs none",
        bad: "the callback of v5.8 fails as well",
      },
    ],
  },
  {
    about: "Patches 1 to 4",
    statements: [
      {
        scenario: "thread-groups",
        design: "posted",
        property: "no-lost-wakeup",
        good: "no stop and no request is lost",
        bad: "as posted a stop or a request is lost",
      },
      {
        scenario: "thread-groups",
        design: "posted",
        property: "no-use-of-freed-or-absent",
        good: "nothing is used that is not there",
        bad: "something is used that is not there",
      },
      {
        scenario: "thread-groups",
        design: "posted",
        property: "signals-reach-a-server",
        good: "signals reach the servers",
        bad: "a leader keeps signals from the servers",
      },
      {
        scenario: "thread-groups",
        design: "mended",
        property: "no-lost-wakeup",
        good: "little mends that",
        bad: "what was to mend that does not",
      },
    ],
  },
  {
    about: "Patch 6",
    statements: [
      {
        scenario: "service-threads",
        design: "posted",
        property: "one-group-per-service",
        good: "each service has a thread group of its own",
        bad: "with one group for all RPC services they pass each other's leases",
      },
      {
        scenario: "service-threads",
        design: "mended",
        property: "one-group-per-service",
        good: "with a group for each they do not",
        bad: "with a group for each they do as well",
      },
      {
        scenario: "series",
        design: "mended",
        property: "leases-end-with-their-group",
        good: "no lease outlives its group when the last thread shuts the state down before it stops the group",
        bad: "leases outlive their group",
      },
    ],
  },
  {
    about: "Leases of user space",
    statements: [
      {
        scenario: "userspace-server",
        design: "tgid",
        property: "own-client-never-recalled",
        good: "a threaded server gains from the rule",
        bad: "a threaded server gains nothing from the rule",
      },
      {
        scenario: "lease-core",
        design: "tgid",
        property: "every-holder-is-asked",
        good: "no holder is passed over",
        bad: "always on, it passes over a child that holds a lease since fork",
      },
      {
        scenario: "lease-core",
        design: "tgid-opt-in",
        property: "every-holder-is-asked",
        good: "as an opt-in of the lease it changes nothing for those who do not ask",
        bad: "as an opt-in as well",
      },
    ],
  },
];
