/**
 * The lease of a client as a whole. One that falls silent keeps its state out of courtesy; when a conflict finds it in its
 * way, the client becomes expirable, and the laundromat expires it with all that it had.
 */
import { free } from "./grant.js";
import { unlist } from "./leases.js";
import { forget, withdrawAccess } from "./requests.js";
import { action, type ClientId, clientId, type State } from "./state.js";

/** Whether anybody works for the client: its state is not torn down meanwhile. */
const isServed = (s: State, client: ClientId): boolean =>
  s.threads.some((thread) => thread.client === client) || s.helper.client === client;

/** A lease period has passed without a word from the client. One that is being recalled from is given no courtesy. */
export const fallSilent = action("client lease expires", {
  parameters: { client: clientId },
  atomicUnder: "client_lock",
  source: "fs/nfsd/nfs4state.c nfs4_get_client_reaplist, 6.12",
  when: ({ options }) => options.courtesy,
  enabled: (s, { client }) => s.clients[client].standing === "active" && !isServed(s, client),
  effect: (draft, { client }) => {
    const self = draft.clients[client];
    self.standing = self.inRecall === 0 ? "courtesy" : "expirable";
  },
});

/** The client comes back. Only a courtesy client finds its state again. */
export const renew = action("client renews lease", {
  parameters: { client: clientId },
  atomicUnder: "client_lock; against a conflict the cmpxchg of cl_state",
  source: "fs/nfsd/nfs4state.c renew_client_locked, nfs4state.h try_to_expire_client, 6.12",
  when: ({ options }) => options.courtesy,
  enabled: (s, { client }) => {
    const { standing } = s.clients[client];
    return standing === "courtesy" || (standing === "expirable" && s.constants.faults.I4);
  },
  effect: (draft, { client }) => {
    draft.clients[client].standing = "active";
  },
});

/** The laundromat expires the client; what it does next it does as a new client, with nothing. */
export const expire = action("expire client", {
  parameters: { client: clientId },
  atomicUnder: "cl_lock, deleg_lock and flc_lock in turn: of a client that nobody can find any more",
  source: "fs/nfsd/nfs4state.c expire_client and __destroy_client, 6.12",
  when: ({ options }) => options.courtesy,
  enabled: (s, { client }) => s.clients[client].standing === "expirable" && !isServed(s, client),
  effect: (draft, { client }) => {
    draft.files.forEach((_, file) => {
      unlist(draft, file, client);
      withdrawAccess(draft, client, file, "open both");
      free(draft, file, client);
      forget(draft, file);
    });
    draft.clients[client].standing = "active";
  },
});
