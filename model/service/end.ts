/** A service ends: after its last thread its group is stopped, unless others use it too. */
import { beginStop, freeGroup, isStopped } from "../kthreads/group.js";
import { exit } from "../kthreads/wake.js";
import { action, type Draft, type GroupId, known, type ServiceId, serviceId } from "./state.js";

/** The last one has left, or the first never came: the service's group is to be stopped. */
export function beginEnd(draft: Draft, service: ServiceId): void {
  const self = draft.services[service];
  const group = known(self.group);
  const isShared = draft.services.some((other, n) => n !== service && other.group === group);
  if (isShared || draft.groups[group].phase === "freed") {
    finish(draft, service);
    return;
  }
  self.at = "stopping";
  beginStop(draft, group);
}

function finish(draft: Draft, service: ServiceId): void {
  const self = draft.services[service];
  const { last } = self;
  self.at = "down";
  self.wants = 0;
  self.group = null;
  self.last = null;
  if (last !== null) exit(draft, last);
}

/** The memory of a freed group may be used for another one, unless something points to it. */
export function reuse(draft: Draft, group: GroupId): void {
  if (draft.groups[group].requests.length !== 0) return;
  draft.groups[group].phase = "absent";
  draft.tasks.forEach((task) => {
    if (task.via === group) task.via = null;
  });
}

/** The group's kthreadd has exited: the group is freed, and the service is no more. Its last thread exits. */
export const endService = action("end service", {
  parameters: { service: serviceId },
  atomicUnder: "the lock of the kthreadd's completion; the service's mutex",
  source:
    "net/sunrpc/svc.c svc_destroy, 5.0; patch 6 of the series, deduced from its title; patch 3: kthread_stop_group",
  enabled: (s, { service }) => {
    const { at, group, threads } = s.services[service];
    return at === "stopping" && threads === 0 && group !== null && isStopped(s, group);
  },
  effect: (draft, { service }) => {
    const group = known(draft.services[service].group);
    freeGroup(draft, group);
    finish(draft, service);
    reuse(draft, group);
  },
});
