/** What a delegation promises its holder, and what may stand beside it. */
import { believes } from "../model/clients/belief.js";
import { typesConflict } from "../model/leases/pending.js";
import { hash } from "../model/nfsd/grant.js";
import { helperBreak } from "../model/nfsd/helper.js";
import { localBreak, localResume, localTry } from "../model/nfsd/local.js";
import { isOpen } from "../model/nfsd/operations.js";
import { always, type ClientId, type FileId, known, never, type State } from "../model/nfsd/state.js";

/** The promise. */
export const delegationPromiseKept = never("delegation-promise-kept", {
  says:
    "While a client holds a delegation, not returned and not revoked, no other client and no process on the server has changed the " +
    "file's data or attributes, or, if it is a write delegation, read its data.",
  source: "RFC 7530 §10.4 and §10.4.1 (R7, R8, R9, R17); RFC 8881 §10.4",
  violatedBy: ["tgid", "B6", "B7", "B8", "B9", "B10", "B23", "B36", "W-h", "W-i", "D2"],
  exercisedWhen: (s) => s.files.some(({ delegations }) => delegations.some(believes)),
  state: (s) =>
    s.files.some(({ delegations }) =>
      delegations.some(({ contradicted }, client) => contradicted && s.clients[client].standing === "active"),
    ),
});

/** Whether an open stateid's access is there for good: no OPEN of the client is under way that may yet take it back. */
const isSettled = (s: State, file: FileId, client: ClientId): boolean =>
  s.threads.every((thread) => thread.file !== file || thread.client !== client || !isOpen(thread.operation));

/** Whether an open of somebody else stands that a delegation of the type excludes. */
const hasConflictingOpen = (s: State, file: FileId, holder: ClientId, type: "read" | "write"): boolean =>
  s.files[file].writes.some((has, client) => has && client !== holder && isSettled(s, file, client)) ||
  (type === "write" &&
    s.files[file].reads.some((has, client) => has && client !== holder && isSettled(s, file, client))) ||
  (s.local.file === file &&
    s.local.at === "user" &&
    (s.local.open === "for writing" || (type === "write" && s.local.open === "for reading")));

/** Grants exclude each other, and conflicting opens. */
export const noConflictingDelegation = always("no-conflicting-grant", {
  says:
    "A write delegation excludes every other delegation of the file; and no delegation is granted over an open of somebody else " +
    "that conflicts with it, or for a name that is gone.",
  source: "RFC 7530 §10.4 (R3, R4); fs/nfsd/nfs4state.c nfsd4_check_conflicting_opens",
  violatedBy: ["tgid", "B6", "B8", "B9", "B11", "W-h"],
  on: [hash],
  state: (s) =>
    s.files.every(
      ({ delegations }) =>
        !delegations.some(({ status, type }) => status === "hashed" && type === "write") ||
        delegations.count(({ status }) => status === "hashed") === 1,
    ),
  step: (before, { thread }) => {
    const file = known(before.threads[thread].file);
    const client = known(before.threads[thread].client);
    const { type } = before.files[file].delegations[client];
    return !hasConflictingOpen(before, file, client, type) && before.files[file].nameless === 0;
  },
});

/** Whether a delegation that is granted is in the way of a mode, and nobody has asked for it. */
const isUnasked = (s: State, file: FileId, by: ClientId | null, mode: "read" | "write"): boolean =>
  s.files[file].delegations.some(
    ({ status, type, recall }, client) =>
      client !== by && status === "hashed" && typesConflict(type, mode) && recall === "none",
  );

/** The other direction: strangers. */
export const foreignersAlwaysBreak = never<typeof localBreak | typeof helperBreak>("foreign-breakers-always-break", {
  says:
    "No operation of a task outside the server's thread group gets through over a delegation of another client that conflicts with " +
    "it and was not recalled.",
  source:
    "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter: “break any leases acquired by other processes”",
  violatedBy: ["B7"],
  on: [localBreak, localTry, localResume, helperBreak],
  exercisedWhen: (before) => before.files.some(({ leases }) => leases.length !== 0),
  step: (before, _, after) => {
    if (before.helper.at === "to break" && after.helper.at === "to apply")
      return isUnasked(after, known(after.helper.file), after.helper.client, "write");
    if (before.local.at === "user" || before.local.at === after.local.at) return false;
    if (after.local.at !== "user" && after.local.at !== "to apply") return false;
    const { file, open } = before.local;
    return isUnasked(after, known(file), null, open === "for reading" ? "read" : "write");
  },
});
