/** Patches 1 to 6 of the series, to be read with what the searches find: what each changes, and which faults are about it. */
import type { ScopeValue } from "../src/schema/schema.js";

/** A fault that is about a patch, and the scenario that shows it. */
export interface PatchFault {
  readonly fault: string;
  readonly scenario: "thread-groups" | "service-threads";
  /** Where it does not show, and why that is so. */
  readonly hidden?: { readonly scope: Readonly<Record<string, ScopeValue>>; readonly says: string };
}

/** One patch. */
export interface PatchReading {
  readonly title: string;
  /** How much of it could be read. */
  readonly known: string;
  readonly changes: string;
  readonly faults: readonly PatchFault[];
}

const IN_FULL = "Read in full, as it was posted again in May 2020.";
const BY_TITLE = "Its text was not found; read by its title.";

/** In the order of the series. */
export const patchReadings: readonly PatchReading[] = [
  {
    title: "kthreads: minor kthreadd refactoring",
    known: IN_FULL,
    changes: "The inner loop of kthreadd, which pops requests and clones, becomes a function. Nothing else does.",
    faults: [],
  },
  {
    title: "kthreads: Simplify tsk_fork_get_node",
    known: IN_FULL,
    changes:
      "Every task has a memory node that its next child is wanted on, none to begin with; so far only kthreadd's counted. Without it " +
      "(P2) the kthreadds of patch 3 put their threads anywhere.",
    faults: [{ fault: "P2", scenario: "thread-groups" }],
  },
  {
    title: "kthreads: allow multiple kthreadd's",
    known: IN_FULL,
    changes:
      "The list of requests, its lock and the task that reads it become a struct kthread_group; subsystems start groups of their own, " +
      "whose kthreadd ends when it is stopped.",
    faults: [
      {
        fault: "H1",
        scenario: "thread-groups",
        hidden: {
          scope: { stop: "as in 6.18" },
          says: "on a kernel whose kthread_stop ends interruptible sleeps (since 6.1)",
        },
      },
      { fault: "H2", scenario: "thread-groups" },
      { fault: "H12", scenario: "thread-groups" },
    ],
  },
  {
    title: "kthreads: allow cloning threads with different flags",
    known: IN_FULL,
    changes:
      "A group has clone flags; with CLONE_THREAD its threads are one thread group, led by its kthreadd, and share its handlers of " +
      "signals, as CLONE_THREAD demands. Without the patch (P4) each thread is a group of its own.",
    faults: [
      { fault: "P4", scenario: "thread-groups" },
      {
        fault: "H4",
        scenario: "thread-groups",
        hidden: {
          scope: { signals: false },
          says: "where server threads accept no signals, as nfsd's do not since 6.6",
        },
      },
      {
        fault: "H5",
        scenario: "thread-groups",
        hidden: { scope: { signals: false }, says: "where server threads accept no signals" },
      },
    ],
  },
  {
    title: "rpc: separate out body of svc_start_kthreads",
    known: BY_TITLE,
    changes:
      "The loop that creates server threads gets its body in a function. Its error path has a count to take back (B21).",
    faults: [{ fault: "B21", scenario: "service-threads" }],
  },
  {
    title: "rpc: move rpc server threads into their own thread group",
    known: BY_TITLE,
    changes:
      "Server threads are created in a kthread group, so that the VFS can tell them by their tgid. The title leaves open whose group " +
      "that is, and when it is stopped.",
    faults: [
      { fault: "H7", scenario: "service-threads" },
      { fault: "H8", scenario: "service-threads" },
      { fault: "H3", scenario: "service-threads" },
    ],
  },
];
