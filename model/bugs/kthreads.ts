/** The catalogue of faults in kernel threads and kthread groups, one switch each. */
import type { Fault } from "../../src/machine/scenario.js";

const PATCH_3 = "[PATCH 3/4] kthreads: allow multiple kthreadd's, 1 May 2020";
const SIGNALS = "kernel/signal.c complete_signal; kernel/kthread.c kthreadd; fs/nfsd/nfssvc.c nfsd, 5.0; deduced";

/** A stop that is slept through. */
export const H1 = {
  name: "H1",
  kind: "as posted",
  says:
    "kthreadd tests kthread_should_stop before it sets its state: told and woken in between, it sleeps for ever, and so does whoever " +
    "stops it. Mended by the order that today's kthread_worker_fn has. Since 6.1 kthread_stop hides it (scope stop=as in 6.18). Part of B32.",
  source: PATCH_3,
  smallest: { creators: 1, signals: false, limits: false, kill: false },
} as const satisfies Fault;

/** A request that nobody reads. */
export const H2 = {
  name: "H2",
  kind: "as posted",
  says:
    "Nothing orders a request and the stop of its group: a request that is listed after kthreadd's last look is never answered, and " +
    "the group is freed under a call that is about to list one or to wake kthreadd. Mended by a mark, set under create_lock, that " +
    "refuses requests from then on; by a last look at the list; by waking under the lock; by freeing after the last call; and by a " +
    "start that waits until kthreadd has begun. Part of B32.",
  source: PATCH_3,
  smallest: { creators: 1, signals: false, limits: false, kill: false },
} as const satisfies Fault;

/** A leader that is kept awake, and keeps signals from those who would take them. */
export const H4 = {
  name: "H4",
  kind: "as posted",
  says:
    "Threads that share their handlers share what allow_signal allows: a signal to the group wakes its leader first, which never " +
    "takes it. The leader's sleeps end at once from then on, a busy loop, and no server thread hears of the signal. Mended by a leader " +
    "that blocks all signals.",
  source: SIGNALS,
  smallest: { creators: 1, kill: false, limits: false },
} as const satisfies Fault;

/** A leader that cannot clone. */
export const H5 = {
  name: "H5",
  kind: "as posted",
  says:
    "copy_process refuses to clone while a signal is pending, one for the whole group as well; in the leader nobody takes it, and " +
    "the group gets no thread any more. Mended by a leader that blocks all signals. Part of B32.",
  source: "kernel/fork.c copy_process, recalc_sigpending and -ERESTARTNOINTR, 5.0 and 6.12; deduced",
  smallest: { creators: 2, kill: false, limits: false },
} as const satisfies Fault;

/** kthreadd before it is known. */
export const H12 = {
  name: "H12",
  kind: "as posted",
  says:
    "The first kthreadd is told from others by kthreadd_default.task, which rest_init sets after it has created it: a kthreadd that " +
    "runs first asks kthread_should_stop, and has no record to ask. Mended by comparing the group instead.",
  source: `${PATCH_3}: kthreadd, init/main.c rest_init`,
  smallest: { creators: 1, signals: false, limits: false, kill: false },
} as const satisfies Fault;

/** Patch 3 without patch 2. */
export const P2 = {
  name: "P2",
  kind: "invented",
  says: "The series without its patch 2: only kthreadd's own children come to the memory node that they are wanted on.",
  source: "kernel/kthread.c tsk_fork_get_node, 5.0 and 6.12; [PATCH 2/4] kthreads: Simplify tsk_fork_get_node",
  smallest: { creators: 1, signals: false, limits: false, kill: false },
} as const satisfies Fault;

/** Patch 3 without patch 4. */
export const P4 = {
  name: "P4",
  kind: "invented",
  says: "The series without its patch 4: every group clones with kthreadd's flags, and each thread is a thread group of its own.",
  source: "kernel/kthread.c create_kthread, 5.0; [PATCH 4/4] kthreads: allow cloning threads with different flags",
  smallest: { creators: 1, signals: false, limits: false, kill: false },
} as const satisfies Fault;

/** Threads without shared handlers. */
export const I5 = {
  name: "I5",
  kind: "invented",
  says: "copy_process allows CLONE_THREAD without CLONE_SIGHAND.",
  source: "kernel/fork.c copy_process without its first checks",
  scope: { otherFlags: true },
  smallest: { creators: 1, signals: false, limits: false, kill: false },
} as const satisfies Fault;

/** Two who free one request. */
export const I6 = {
  name: "I6",
  kind: "invented",
  says: "A creator that is killed frees its request itself, though kthreadd or the new thread still has it.",
  source:
    "kernel/kthread.c __kthread_create_on_node, 786235eeba0e (3.13) without the rule that whoever finds no token frees",
  smallest: { creators: 1, signals: false, limits: false },
} as const satisfies Fault;

const CATALOGUE = [H1, H2, H4, H5, H12, P2, P4, I5, I6] as const;

/** The name of a fault of kernel threads. */
export type KthreadFaultName = (typeof CATALOGUE)[number]["name"];
/** Which faults are present. */
export type KthreadFaults = Readonly<Record<KthreadFaultName, boolean>>;

/** All faults, by the numbers of the catalogue. */
export const kthreadFaults: readonly Fault[] = CATALOGUE;

/** Asks for each fault whether it is present. */
export const kthreadFaultsPresent = (has: (fault: string) => boolean): KthreadFaults =>
  Object.fromEntries(CATALOGUE.map(({ name }) => [name, has(name)])) as Record<KthreadFaultName, boolean>;
