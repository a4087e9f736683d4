/** A service is started, and its pool grows: one thread after the other, under the service's mutex, until one fails. */
import { range } from "../../src/schema/schema.js";
import { beginRequest } from "../kthreads/create.js";
import { allocateGroup, canStart } from "../kthreads/group.js";
import { wake } from "../kthreads/wake.js";
import { beginEnd, reuse } from "./end.js";
import { action, type Draft, type GroupId, groupId, known, type ServiceId, type State, serviceId } from "./state.js";

const PATCH_6 =
  "patch 6 of the series: rpc: move rpc server threads into their own thread group; deduced from its title";
const START = "net/sunrpc/svc.c svc_start_kthreads and svc_prepare_thread, 5.0; patches 5 and 6";
const MUTEX = "the service's mutex (nfsd_mutex, nlmsvc_mutex)";

/** The group that another service has already, where all use one (H7, H8). */
const sharedGroup = (s: State): GroupId | undefined =>
  s.constants.sharesGroup
    ? (s.services.first(({ group, at }) => group !== null && at !== "starting")?.group ?? undefined)
    : undefined;

/** Whether a group that all are to use is being started or stopped; one lock for all keeps them apart. */
const isSharedBusy = (s: State): boolean =>
  s.constants.sharesGroup && s.services.some(({ at }) => at === "starting" || at === "stopping");

/**
 * Whether an administrator can make a request: its last one, from which it was killed away, is gone. (In the real system
 * somebody else could make another one meanwhile.)
 */
const canAsk = (s: State, service: ServiceId): boolean =>
  !s.creators[service].record &&
  s.tasks.every(({ request }) => request !== service) &&
  s.groups.every(({ requests }) => requests.every((listed) => listed !== service));

/** A service starts: patch 6 gives it a group, and then as many threads as are wanted. */
export const startService = action("start service", {
  parameters: { service: serviceId, group: groupId, size: range(1, "size") },
  atomicUnder: MUTEX,
  source: `net/sunrpc/svc.c svc_create_pooled, fs/nfsd/nfssvc.c nfsd_svc, 5.0; ${PATCH_6}`,
  enabled: (s, { service, group }) => {
    const { at, left } = s.services[service];
    if (at !== "down" || left === 0 || !canStart(s) || !canAsk(s, service) || isSharedBusy(s)) return false;
    const shared = sharedGroup(s);
    return shared === undefined ? s.groups[group].phase === "absent" : group === shared;
  },
  effect: (draft, { service, group, size }) => {
    const self = draft.services[service];
    const shared = sharedGroup(draft);
    self.left = self.left - 1;
    self.wants = size;
    self.group = group;
    if (shared !== undefined) {
      self.at = "growing";
      return;
    }
    self.at = "starting";
    allocateGroup(draft, group, "thread");
    draft.creators[service].owns = group;
    beginRequest(draft, service, known(draft.groups.firstKey(({ main }) => main)), 0);
  },
});

/** Its group runs, or could not be started. */
export const endStartService = action("see service's group", {
  parameters: { service: serviceId },
  atomicUnder: MUTEX,
  source: PATCH_6,
  enabled: (s, { service }) => {
    const { at } = s.creators[service];
    return s.services[service].at === "starting" && (at === "owning" || at === "done");
  },
  effect: (draft, { service }) => {
    const self = draft.services[service];
    const creator = draft.creators[service];
    if (creator.at === "done") {
      reuse(draft, known(self.group));
      self.group = null;
      self.at = "down";
      self.wants = 0;
    } else self.at = "growing";
    creator.owns = null;
    creator.at = "user";
  },
});

/** A thread more: it is counted before it is asked for. */
export const askThread = action("ask for a server thread", {
  parameters: { service: serviceId },
  atomicUnder: MUTEX,
  source: START,
  enabled: (s, { service }) => {
    const { at, threads, wants } = s.services[service];
    return at === "growing" && s.creators[service].at === "user" && threads < wants && canAsk(s, service);
  },
  effect: (draft, { service }) => {
    const self = draft.services[service];
    self.threads = self.threads + 1;
    beginRequest(draft, service, known(self.group), 1);
  },
});

/** It is there: it is woken, and with the last one the mutex is dropped. */
export const startThread = action("start server thread", {
  parameters: { service: serviceId },
  atomicUnder: MUTEX,
  source: START,
  enabled: (s, { service }) => s.services[service].at === "growing" && s.creators[service].at === "holding",
  effect: (draft, { service }) => {
    const self = draft.services[service];
    const creator = draft.creators[service];
    const task = known(creator.thread);
    wake(draft, task);
    self.members.push({ task, victim: false });
    creator.thread = null;
    creator.at = "user";
    if (self.threads >= self.wants) settle(draft, service);
  },
});

/** It is not: its count is taken back (B21 forgets), and the threads that were created before stay. */
export const failThread = action("give server thread up", {
  parameters: { service: serviceId },
  atomicUnder: MUTEX,
  source: `${START}; svc_exit_thread`,
  enabled: (s, { service }) => s.services[service].at === "growing" && s.creators[service].at === "done",
  effect: (draft, { service }) => {
    const self = draft.services[service];
    draft.creators[service].at = "user";
    if (!draft.constants.serviceFaults.B21) self.threads = self.threads - 1;
    if (self.threads === 0) beginEnd(draft, service);
    else settle(draft, service);
  },
});

function settle(draft: Draft, service: ServiceId): void {
  const self = draft.services[service];
  self.at = "up";
  self.wants = 0;
}

/** More threads are wanted. */
export const grow = action("grow pool", {
  parameters: { service: serviceId, size: range(1, "size") },
  atomicUnder: MUTEX,
  source: "net/sunrpc/svc.c svc_set_num_threads, 5.0",
  when: ({ size, resizes }) => size > 1 && resizes > 1,
  enabled: (s, { service, size }) => {
    const { at, left, threads } = s.services[service];
    return at === "up" && left > 0 && size > threads;
  },
  effect: (draft, { service, size }) => {
    const self = draft.services[service];
    self.left = self.left - 1;
    self.wants = size;
    self.at = "growing";
  },
});
