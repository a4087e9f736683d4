/** Operations that conflicts hold up: for a reason. */
import { typesConflict } from "../model/leases/pending.js";
import { clientOf } from "../model/nfsd/identity.js";
import { localResume, localTruncate, meetsUnasked } from "../model/nfsd/local.js";
import { breakMode } from "../model/nfsd/operations.js";
import { always, known, never } from "../model/nfsd/state.js";
import { breakDelegations, endWait } from "../model/nfsd/vfs.js";

/** No refusal without a conflict. */
export const onlyOthersRefuse = always("only-conflicts-refuse", {
  says:
    "The VFS holds an operation of a client up only while a lease of another client, or of one that the compound does not name, " +
    "stands that conflicts with it by its type.",
  source: "RFC 7530 §10.4 (R7), §10.2 (R17); fs/locks.c leases_conflict",
  violatedBy: ["linux-5.0", "D1", "B24"],
  on: [breakDelegations],
  applies: ({ rules }) => rules.passes !== "those of the thread group",
  exercisedWhen: (_before, { thread }, after) => {
    const { at } = after.threads[thread];
    return at === "to refuse" || at === "waiting";
  },
  step: (before, { thread }, after) => {
    const { at } = after.threads[thread];
    if (at !== "to refuse" && at !== "waiting") return true;
    const { file, target, operation } = before.threads[thread];
    const client = clientOf(before, thread);
    return [file, target].some(
      (one) =>
        one !== null &&
        after.files[one].leases.some(
          ({ holder, type }) => holder !== client && typesConflict(type, breakMode(operation)),
        ),
    );
  },
});

/** Local calls are not refused either. */
export const localIsNotRefused = never("local-process-is-not-refused", {
  says: "No ftruncate of a process on the server fails over a delegation that is not granted yet.",
  source: "ftruncate(2), which knows no EWOULDBLOCK; fs/attr.c notify_change",
  violatedBy: ["W-f"],
  on: [localTruncate],
  applies: ({ options }) => options.localTruncate,
  step: (before) => {
    const { leases, delegations } = before.files[known(before.local.file)];
    return leases.length !== 0 && leases.every(({ holder }) => delegations[holder].status !== "hashed");
  },
});

/** Whoever sleeps was heard. */
export const sleeperWasHeard = never("sleeper-was-heard", {
  says: "No process on the server looks again, and goes on to sleep for a delegation, granted, that nobody has asked for.",
  source: "fs/locks.c __break_lease from restart, 6.12–6.18; RFC 7530 §10.4.4 (R12)",
  violatedBy: ["W-j"],
  on: [localResume],
  applies: ({ options }) => options.local,
  step: (_before, _parameters, after) =>
    after.local.at === "asleep" &&
    meetsUnasked(after) &&
    after.files[known(after.local.file)].delegations.some(
      ({ status, recall }) => status === "hashed" && recall === "none",
    ),
});

/** The server's threads serve. */
export const threadsDoNotBlock = never("server-threads-do-not-block", {
  says: "No thread of the server sleeps in the VFS until somebody gives a lease up.",
  source:
    "fs/nfsd/nfs4state.c nfsd_wait_for_delegreturn, which bounds its wait for this reason; linux-nfs, December 2023",
  violatedBy: ["W-e"],
  applies: ({ options }) => options.openBlocks,
  state: (s) => s.threads.some(({ at }) => at === "blocked"),
});

/** A wait that ends well is for what was in the way. */
export const waitIsForConflict = always("waits-are-for-the-conflict", {
  says: "A short wait that ends because delegations were returned ends with no delegation left on the files of the operation.",
  source: "fs/nfsd/vfs.c nfsd_rename, fs/nfsd/nfs4state.c nfsd_wait_for_delegreturn, 6.12",
  violatedBy: ["B28"],
  on: [endWait],
  applies: ({ options, rules }) =>
    options.rename && options.patience === "as Linux does" && rules.passes !== "those of the thread group",
  step: (before, { thread }) => {
    const { file, target } = before.threads[thread];
    return [file, target].every((one) => one === null || before.files[one].leases.length === 0);
  },
});
