/** Services and their pools: a group for each, counts that count, and what must be possible. */
import { clone } from "../model/kthreads/kthreadd.js";
import { endService } from "../model/service/end.js";
import { failThread, startThread } from "../model/service/grow.js";
import { exitThread } from "../model/service/shrink.js";
import { always, type ServiceId, type State, sometimes, type TaskId } from "../model/service/state.js";

const SERIES = "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter";

/** Whether every thread of a service passes a test. */
const everyThread = (s: State, service: ServiceId, test: (task: TaskId) => boolean): boolean =>
  s.services[service].members.every(({ task }) => test(task));

/** A group for each service. */
export const oneGroupPerService = always("one-group-per-service", {
  says: "The threads of a service have one tgid, and no thread of another service has it.",
  source: `${SERIES}: “its own thread group”; patch 6`,
  violatedBy: ["posted", "H7", "H8", "P4"],
  exercisedWhen: (s) => s.services.some(({ members }) => members.length !== 0),
  state: (s) =>
    s.services.every((_, service) =>
      everyThread(s, service, (task) => {
        const { tgid } = s.tasks[task];
        return s.services.every((_other, n) =>
          everyThread(s, n, (other) => (n === service) === (s.tasks[other].tgid === tgid)),
        );
      }),
    ),
});

/** Whether a thread is counted that is not there yet. */
const isExpected = (s: State, service: ServiceId): boolean =>
  s.services[service].at === "growing" && s.creators[service].at !== "user";

/** Counts count. */
export const poolCounts = always("counters-match", {
  says: "sv_nrthreads is the number of a service's threads, with the one that is being created.",
  source: "net/sunrpc/svc.c svc_prepare_thread and svc_exit_thread, 5.0",
  violatedBy: ["B21"],
  exercisedWhen: (s) => s.services.some(({ threads }) => threads !== 0),
  state: (s) =>
    s.services.every(({ threads, members }, service) => threads === members.length + (isExpected(s, service) ? 1 : 0)),
});

/** Pools grow, signals or not. */
export const servicePoolCanGrow = sometimes("pool-can-grow", {
  says: "A thread is created for a service while a signal to its thread group is pending.",
  source: "kernel/fork.c copy_process; kernel/kthread.c kthreadd, ignore_signals, 5.0",
  violatedBy: ["mended"],
  applies: ({ size, options }) => options.signals && size > 1,
  on: [clone],
  step: (before, { task }, after) =>
    after.tasks[task].at === "to pop" &&
    before.tasks.some(({ tgid, signalled }) => tgid === before.tasks[task].tgid && signalled === 1),
});

/** Side by side. */
export const servicesSideBySide = sometimes("services-side-by-side", {
  says: "Two services have threads at the same time.",
  source: "fs/lockd/svc.c lockd_up, fs/nfsd/nfssvc.c nfsd_startup_generic, 5.0",
  applies: ({ services }) => services > 1,
  state: (s) => s.services.count(({ members }) => members.length !== 0) > 1,
});

/** The group goes after its last thread. */
export const groupEndsLast = sometimes("group-ends-after-last-thread", {
  says: "A service ends: its last thread stops the group that it belongs to itself, whose leader goes before it.",
  source: `${SERIES}; patch 6; net/sunrpc/svc.c svc_destroy, 5.0`,
  on: [endService],
  step: (before, { service }) => before.services[service].last !== null,
});

/** Failure half-way. */
export const failsHalfWay = sometimes("pool-fails-half-way", {
  says: "A thread cannot be created, and those that were created before serve on.",
  source: "net/sunrpc/svc.c svc_start_kthreads, 5.0",
  applies: ({ size, options }) => size > 1 && (options.limits || options.kill),
  on: [failThread],
  step: (_before, { service }, after) => after.services[service].members.length !== 0,
});

/** Failure at the first. */
export const failsAtFirst = sometimes("service-fails-to-start", {
  says: "The first thread cannot be created, and the service's group is stopped again.",
  source: "fs/nfsd/nfssvc.c nfsd_svc, out_shutdown, 5.0",
  applies: ({ options }) => options.limits || options.kill,
  on: [failThread],
  step: (_before, { service }, after) => after.services[service].at === "stopping",
});

/** A pool that shrinks while it grows. */
export const growsAgain = sometimes("pool-grows-again", {
  says: "A thread is started while another of its service is to leave.",
  source: "net/sunrpc/svc.c svc_set_num_threads, 5.0",
  applies: ({ size, resizes }) => size > 1 && resizes > 1,
  on: [startThread],
  step: (before, { service }) => before.services[service].members.some(({ victim }) => victim),
});

/** One leaves, others stay. */
export const poolShrinks = sometimes("pool-shrinks", {
  says: "A thread leaves, and others of its service stay.",
  source: "net/sunrpc/svc.c svc_signal_kthreads, 5.0",
  applies: ({ size }) => size > 1,
  on: [exitThread],
  step: (_before, { task }, after) => after.tasks[task].at === "absent",
});
