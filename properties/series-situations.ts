/** Situations that only the whole series leads to, from boot on; they must be reachable. */
import { believes } from "../model/clients/belief.js";
import { localResume } from "../model/nfsd/local.js";
import { apply } from "../model/nfsd/vfs.js";
import { shutDown } from "../model/series/serve.js";
import { known, sometimes } from "../model/series/state.js";
import { endService } from "../model/service/end.js";
import { exitThread } from "../model/service/shrink.js";

const SERIES = "[PATCH 0/7] Eliminate delegation self-conflicts, J. Bruce Fields, 8 February 2019";

/** The aim of the series, from boot on. */
export const keptDelegation = sometimes("kept-delegation", {
  says: "From modprobe to a kept delegation: a client changes attributes, and still relies on its delegation of the file.",
  source: SERIES,
  applies: ({ options }) => options.setAttributes,
  on: [apply],
  step: (before, { thread }, after) => {
    const file = known(before.threads[thread].file);
    const client = known(before.threads[thread].client);
    const { recall } = after.files[file].delegations[client];
    return believes(after.files[file].delegations[client]) && recall === "none";
  },
});

/** The same with two threads. */
export const otherThreadPasses = sometimes("other-thread-passes", {
  says: "A client changes attributes and keeps its delegation, while two threads of the pool serve.",
  source: SERIES,
  applies: ({ options, size }) => options.setAttributes && size > 1,
  on: [apply],
  step: (before, { thread }, after) => {
    const file = known(before.threads[thread].file);
    const client = known(before.threads[thread].client);
    return believes(after.files[file].delegations[client]) && before.workers.count(({ task }) => task !== null) > 1;
  },
});

/** Whoever is outside waits. */
export const localWaits = sometimes("local-process-waits", {
  says: "A process outside the server's threads that slept in a break gets through.",
  source: "fs/locks.c __break_lease, 6.12–6.18",
  applies: ({ options }) => options.local,
  on: [localResume],
  step: (_before, _parameters, after) => after.local.at !== "asleep",
});

/** The end of the server is the end of a wait. */
export const stopFreesBreaker = sometimes("stop-frees-breaker", {
  says: "The server is shut down while a process waits for one of its delegations, and that is out of the way.",
  source: "fs/nfsd/nfs4state.c nfs4_state_shutdown_net, 5.0",
  applies: ({ options, seriesFaults }) => options.local && !seriesFaults.I7,
  on: [shutDown],
  step: (before) => before.local.at === "asleep",
});

/** One thread leaves while others have work. */
export const leavesWhileServing = sometimes("thread-leaves-while-another-serves", {
  says: "A thread of the pool exits while another one carries a request out.",
  source: "net/sunrpc/svc.c svc_exit_thread, 5.0",
  applies: ({ size }) => size > 1,
  on: [exitThread],
  step: (before) => before.threads.some(({ at }) => at !== "absent" && at !== "idle"),
});

/** From boot to stop. */
export const servedAndStopped = sometimes("served-and-stopped", {
  says: "The server's service ends, its group with it, after every client had all its operations.",
  source: `${SERIES}, patch 6`,
  on: [endService],
  step: (before, { service }) => service === before.nfsd && before.clients.every(({ left }) => left === 0),
});
