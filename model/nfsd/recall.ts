/** Recalling a delegation: fs/nfsd/nfs4state.c nfsd_break_deleg_cb and nfsd4_cb_recall_prepare, nfs4callback.c, 6.12. */
import { action, type ClientId, clientId, type Draft, type FileId, fileId } from "./state.js";

/** Marks a delegation recalled and queues the callback; done under flc_lock by a break, under fi_lock by the server's own check. */
export function recall(draft: Draft, file: FileId, holder: ClientId): void {
  const delegation = draft.files[file].delegations[holder];
  if (draft.constants.faults.B5 && delegation.status !== "hashed") return;
  draft.files[file].hadConflict = true;
  if (draft.clients[holder].standing === "courtesy") draft.clients[holder].standing = "expirable";
  if (delegation.recall === "none" || draft.constants.faults["W-a"]) draft.clients[holder].inRecall++;
  if (delegation.recall === "none") delegation.recall = "queued";
}

/** Puts a recalled delegation on the list that the laundromat reads, if it is hashed. */
export function startPeriod(draft: Draft, file: FileId, holder: ClientId): void {
  const delegation = draft.files[file].delegations[holder];
  if (delegation.due !== "none") return;
  if (delegation.status === "hashed" || (draft.constants.faults.B6 && delegation.status === "allocated"))
    delegation.due = "running";
}

/**
 * The callback's work: the delegation is timed from here on, and CB_RECALL is sent, once more when the client does not know
 * the delegation yet. Without a channel the work is dropped before that (W-b).
 */
export const runCallback = action("run recall callback", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "deleg_lock",
  source: "fs/nfsd/nfs4callback.c nfsd4_run_cb_work, nfs4state.c nfsd4_cb_recall_prepare, 6.12",
  enabled: (s, { client, file }) => s.files[file].delegations[client].recall === "queued",
  effect: (draft, { client, file }) => {
    const delegation = draft.files[file].delegations[client];
    const { faults } = draft.constants;
    // A client that is being expired needs no recall.
    const silent = draft.clients[client].standing !== "active";
    const down = draft.clients[client].down === 1;
    delegation.recall = silent || down ? "dropped" : "called";
    if (!silent && (!down || !faults["W-b"])) startPeriod(draft, file, client);
  },
});

/** The client's callback channel fails, for good. */
export const loseChannel = action("lose callback channel", {
  parameters: { client: clientId },
  atomicUnder: "the write of cl_cb_state",
  source: "fs/nfsd/nfs4callback.c nfsd4_mark_cb_down, 6.12",
  when: ({ options }) => options.channelDown,
  enabled: (s, { client }) => s.clients[client].down === 0,
  effect: (draft, { client }) => {
    draft.clients[client].down = 1;
  },
});
