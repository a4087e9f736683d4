/** Whose operations recall whose delegations. */

import { helperBreak } from "../model/nfsd/helper.js";
import { clientOf } from "../model/nfsd/identity.js";
import { isIdentified } from "../model/nfsd/operations.js";
import { serverCheck } from "../model/nfsd/server-check.js";
import { type ClientId, never, type State, sometimes, type ThreadId } from "../model/nfsd/state.js";
import { breakDelegations } from "../model/nfsd/vfs.js";

const SERIES = "[PATCH 0/7] Eliminate delegation self-conflicts, J. Bruce Fields, 8 February 2019";

/** Whether the step recalled a delegation of the client. */
export const recalls = (before: State, after: State, client: ClientId): boolean =>
  after.files.some(
    (file, key) =>
      file.delegations[client].recall === "queued" && before.files[key].delegations[client].recall === "none",
  );

/** Whether the client holds, or is being granted, a delegation of a file that the operation is about. */
const holds = (s: State, thread: ThreadId, client: ClientId): boolean => {
  const { file, target } = s.threads[thread];
  return [file, target].some((one) => one !== null && s.files[one].leases.some(({ holder }) => holder === client));
};

/** The aim of the series. */
export const ownClientNeverRecalled = never<typeof breakDelegations | typeof serverCheck | typeof helperBreak>(
  "own-client-never-recalled",
  {
    says: "No operation whose client the compound identifies recalls a delegation of that client, whoever carries it out.",
    source: `${SERIES}; pynfs 4.1 DELEG23`,
    violatedBy: ["linux-5.0", "B35", "D1", "D3", "D4", "I3"],
    on: [breakDelegations, serverCheck, helperBreak],
    exercisedWhen: (before, { thread }: { readonly thread?: ThreadId }) => {
      if (thread === undefined) {
        const { client, file } = before.helper;
        return file !== null && before.files[file].leases.some(({ holder }) => holder === client);
      }
      const client = clientOf(before, thread);
      return client !== null && holds(before, thread, client);
    },
    step: (before, { thread }: { readonly thread?: ThreadId }, after) => {
      const client = thread === undefined ? before.helper.client : clientOf(before, thread);
      return client !== null && recalls(before, after, client);
    },
  },
);

/** Without a name there is no exemption. */
export const unidentifiedCompoundRecallsOwn = sometimes("unidentified-compound-recalls-own", {
  says: "An operation of a v4.0 compound that has not named its client recalls that client's own delegation.",
  source: "fs/nfsd/nfs4state.c nfsd_breaker_owns_lease, cstate->clp, 6.12; pynfs 4.0 DELEG15c, DELEG15d",
  on: [breakDelegations, serverCheck],
  applies: ({ oldClients }) => oldClients > 0,
  step: (before, { thread }, after) => {
    const { client, operation } = before.threads[thread];
    return client !== null && !isIdentified(before, client, operation) && recalls(before, after, client);
  },
});

/** Thread groups as identity. */
export const serverGroupNeverBreaks = never("same-tgid-never-breaks", {
  says: "No thread of the server starts, in the VFS, the break of a lease that the server's thread group set.",
  source: `${SERIES}, patch 7`,
  violatedBy: ["I3"],
  on: [breakDelegations],
  exercisedWhen: (before, { thread }) => {
    const { file } = before.threads[thread];
    return file !== null && before.files[file].leases.length !== 0;
  },
  applies: ({ rules }) => rules.passes === "those of the thread group",
  step: (before, { thread }, after) => {
    const { file, target } = before.threads[thread];
    return [file, target].some(
      (one) =>
        one !== null &&
        after.files[one].leases.some(({ holder, unlockPending, downgradePending }) => {
          const earlier = before.files[one].leases.first((lease) => lease.holder === holder);
          return (
            earlier !== undefined &&
            (earlier.unlockPending !== unlockPending || (!earlier.downgradePending && downgradePending))
          );
        }),
    );
  },
});
