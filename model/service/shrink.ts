/** A pool shrinks: threads are told to leave, by a signal, and leave one by one, each under the service's mutex. */
import { range } from "../../src/schema/schema.js";
import { beginStop, freeGroup, isStopped } from "../kthreads/group.js";
import { exit } from "../kthreads/wake.js";
import { beginEnd } from "./end.js";
import { action, type Draft, known, type ServiceId, type State, serviceId, type TaskId, taskId } from "./state.js";

const SIGNAL = "net/sunrpc/svc.c svc_signal_kthreads and choose_victim, 5.0";

/** The service of a thread. */
const serviceOf = (s: State, task: TaskId): ServiceId =>
  known(s.services.firstKey(({ members }) => members.some((member) => member.task === task)));

/** The newest threads that are not to leave yet are told to, until as few as wanted are left. Nobody waits for them. */
export const shrink = action("shrink pool", {
  parameters: { service: serviceId, size: range(0, "size") },
  atomicUnder: "the service's mutex (nfsd_mutex, nlmsvc_mutex)",
  source: SIGNAL,
  enabled: (s, { service, size }) => {
    const { at, left, members } = s.services[service];
    return at === "up" && (left > 0 || size === 0) && size < members.count(({ victim }) => !victim);
  },
  effect: (draft, { service, size }) => {
    const self = draft.services[service];
    if (size > 0) self.left = self.left - 1;
    for (let n = self.members.length - 1; self.members.count(({ victim }) => !victim) > size; n--)
      self.members.at(n).victim = true;
    if (size > 0 || !draft.constants.serviceFaults.H3) return;
    self.at = "stopping";
    beginStop(draft, known(self.group));
  },
});

/** A thread that is to leave, or that took a signal to its group, leaves its loop. */
export const leaveLoop = action("leave server loop", {
  parameters: { task: taskId },
  atomicUnder: "sighand->siglock: flush_signals",
  source: "fs/nfsd/nfssvc.c nfsd, net/sunrpc/svc_xprt.c svc_recv, 5.0",
  enabled: (s, { task }) => {
    const { at, signalled } = s.tasks[task];
    return (
      at === "in function" &&
      (signalled === 1 || s.services.some(({ members }) => members.some((one) => one.task === task && one.victim)))
    );
  },
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    self.signalled = 0;
    self.at = "leaving";
  },
});

/** It gives its place up. The last one ends the service, and its group with it. */
export const exitThread = action("exit server thread", {
  parameters: { task: taskId },
  atomicUnder: "the service's mutex (nfsd_mutex, nlmsvc_mutex)",
  source: "net/sunrpc/svc.c svc_exit_thread and svc_destroy, fs/nfsd/nfssvc.c nfsd, 5.0",
  enabled: (s, { task }) => s.tasks[task].at === "leaving" && s.services[serviceOf(s, task)].at === "up",
  effect: (draft, { task }) => {
    const service = serviceOf(draft, task);
    const self = draft.services[service];
    self.threads = self.threads - 1;
    removeMember(draft, service, task);
    if (self.threads > 0) {
      exit(draft, task);
      return;
    }
    draft.tasks[task].at = "ending service";
    self.last = task;
    beginEnd(draft, service);
  },
});

function removeMember(draft: Draft, service: ServiceId, task: TaskId): void {
  const { members } = draft.services[service];
  for (let n = 0; n < members.length; n++)
    if (members.at(n).task === task) {
      members.removeAt(n);
      return;
    }
}

/** H3: the administrator has stopped the group, and its threads are still there. */
export const stopEarly = action("see group stopped early", {
  parameters: { service: serviceId },
  atomicUnder: "the lock of the kthreadd's completion",
  source: "deduced: kthread_stop_group by whoever shrinks the pool",
  when: ({ serviceFaults }) => serviceFaults.H3,
  enabled: (s, { service }) => {
    const { at, group, threads } = s.services[service];
    return at === "stopping" && threads > 0 && group !== null && isStopped(s, group);
  },
  effect: (draft, { service }) => {
    const self = draft.services[service];
    freeGroup(draft, known(self.group));
    self.at = "up";
  },
});
