/** Recalls reach somebody, have an end, and leave nothing dangling. */
import { listRevoked, unlistRevoked } from "../model/nfsd/return.js";
import { always, type ClientId, type Delegation, never, type State } from "../model/nfsd/state.js";

/** The delegations that a break, or the server's own check, has asked for, and whose client may rely on them. */
const asked = (s: State, test: (delegation: Delegation) => boolean): boolean =>
  s.files.some(({ leases, delegations }) =>
    leases.some(({ holder, unlockPending, downgradePending }) => {
      const delegation = delegations[holder];
      return (
        (unlockPending || downgradePending || delegation.recall !== "none") &&
        delegation.status === "hashed" &&
        s.clients[holder].standing === "active" &&
        test(delegation)
      );
    }),
  );

/** Every break is heard. */
export const recallIsHeard = never("holder-is-told", {
  says: "No delegation that a break or the server asks for is without a recall that is queued or was sent, or a period that ends it.",
  source: "RFC 7530 §10.4.4 (R12); fs/nfsd/nfs4state.c nfsd_break_deleg_cb",
  violatedBy: ["B5", "W-b", "I4"],
  exercisedWhen: (s) => asked(s, () => true),
  state: (s) => asked(s, ({ recall, due }) => (recall === "none" || recall === "dropped") && due === "none"),
});

/** Every recall has an end. */
export const recallIsTimed = never("recalls-are-timed", {
  says: "No delegation whose recall was sent is without the period after which it is revoked.",
  source: "RFC 7530 §10.2 (R18), §10.4.6 (R24); fs/nfsd/nfs4state.c nfsd4_cb_recall_prepare",
  violatedBy: ["W-c"],
  exercisedWhen: (s) => asked(s, ({ recall }) => recall === "called"),
  state: (s) => asked(s, ({ recall, due }) => recall === "called" && due === "none"),
});

/** Freed objects are not used. */
export const noUseOfFreed = always("no-use-of-freed-or-absent", {
  says: "The laundromat's lists hold no delegation that was freed.",
  source: "fs/nfsd/nfs4state.c, commits 548ec0805c39 (5.16) and 8dd91e8d31fe (6.12)",
  violatedBy: ["B6", "B20"],
  applies: ({ options }) => options.revocation,
  on: [listRevoked],
  state: (s) =>
    s.files.every(({ delegations }) => delegations.every(({ status, due }) => status !== "none" || due === "none")),
  step: (before, { client, file }) => before.files[file].delegations[client].status !== "freed",
});

/** Whether SEQUENCE tells the client of it, listen as it may. */
const isReported = (status: Delegation["status"]): boolean => status === "revoked" || status === "forgotten";

/** Revocation is reported. */
export const revokedStaysVisible = never("revoked-stays-visible", {
  says: "No revoked delegation of a v4.1 client disappears from the list of revoked ones before the client frees it.",
  source: "RFC 8881 §8.5, §18.38, §18.48 (R27)",
  violatedBy: ["I2"],
  applies: ({ options }) => options.revocation,
  on: [unlistRevoked],
  step: (before, { client, file }, after) =>
    before.clients[client].old === 0 &&
    before.files[file].delegations[client].status !== "freed" &&
    !isReported(after.files[file].delegations[client].status),
});

/** Counters count. */
export const countersMatch = always("counters-match", {
  says: "For each client, cl_delegs_in_recall is the number of its listed delegations that are being recalled.",
  source: "fs/nfsd/nfs4state.c nfsd_break_deleg_cb and nfsd_change_deleg_cb, 6.12",
  violatedBy: ["W-a", "B23"],
  exercisedWhen: (s) => s.clients.some(({ inRecall }) => inRecall !== 0),
  state: (s) => s.clients.every(({ inRecall }, client) => inRecall === beingRecalled(s, client)),
});

function beingRecalled(s: State, client: ClientId): number {
  return s.files.count(
    ({ leases, delegations }) =>
      delegations[client].recall !== "none" && leases.some(({ holder }) => holder === client),
  );
}
