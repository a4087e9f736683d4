/** What clients and processes see of the server: their calls, and what comes of them. */
import { type Step, showStep } from "../../src/machine/action.js";
import { CALL, type Observation } from "../../src/machine/observation.js";
import { expire, fallSilent, renew } from "./client-lease.js";
import { holderAnswers, holderIsSilent } from "./getattr.js";
import { startCopy } from "./helper.js";
import { localChange, localClose, localData, localOpen, localTruncate } from "./local.js";
import { loseChannel } from "./recall.js";
import { close, open, readOpen, rename, request, writeOpen } from "./requests.js";
import { freeStateid, passBreakTime, passPeriod, returnDelegation, revoke } from "./return.js";
import type { FileId, State, Thread } from "./state.js";
import { refuse } from "./vfs.js";

/** What comes from outside: requests, system calls, what the network and the clocks do. */
const CALLS: ReadonlySet<string> = new Set(
  [
    ...[open, request, rename, writeOpen, readOpen, close, startCopy, returnDelegation, freeStateid],
    ...[holderAnswers, holderIsSilent, loseChannel, fallSilent, renew, passPeriod, passBreakTime],
    ...[localOpen, localChange, localData, localTruncate, localClose],
  ].map(({ name }) => name),
);

/** What a step shows: the call that it is; recalls that are decided; answers; what the local process and the helper meet. */
export function observe(before: State, step: Step, after: State): Observation[] {
  const seen: Observation[] = [];
  // Which thread it is about, nobody outside can tell.
  if (CALLS.has(step.action) && step.parameters.thread === undefined) seen.push({ kind: CALL, says: showStep(step) });
  else if (CALLS.has(step.action)) seen.push({ kind: CALL, says: step.action });
  after.files.forEach((file, key) => {
    file.delegations.forEach(({ recall, status }, client) => {
      const earlier = before.files[key].delegations[client];
      if (recall !== "none" && earlier.recall === "none")
        seen.push({ kind: "recall", says: `client ${client} is recalled from file ${key}` });
      if (step.action === revoke.name && status !== earlier.status)
        seen.push({ kind: "revocation", says: `client ${client}'s delegation of file ${key} is revoked` });
    });
  });
  if (step.action === expire.name) seen.push({ kind: "expiry", says: `client ${step.parameters.client} is expired` });
  after.threads.forEach(({ at }, thread) => {
    const earlier = before.threads[thread];
    if (at === "idle" && earlier.at !== "idle") seen.push(answerOf(before, step, earlier, after));
    if (at === "asking" && earlier.at !== "asking")
      seen.push({ kind: "CB_GETATTR", says: `the holder of file ${earlier.file} is asked for its attributes` });
  });
  return [...seen, ...ofLocal(before, step, after), ...ofHelper(before, after)];
}

/** The answer to a request: not now, done, or for OPEN with or without the delegation that was welcome. */
function answerOf(
  before: State,
  { action }: Step,
  { operation, client, file, wants }: Thread,
  after: State,
): Observation {
  const whose = `${operation} of client ${client}, file ${file}`;
  if (action === refuse.name) return { kind: "NFS4ERR_DELAY", says: `${whose}: NFS4ERR_DELAY` };
  if (!wants || file === null || client === null) return { kind: "success", says: `${whose}: done` };
  const granted = isHashed(after, file, client) && !isHashed(before, file, client);
  return granted
    ? { kind: "grant", says: `${whose}: done, with a delegation` }
    : { kind: "no grant", says: `${whose}: done, and no delegation` };
}

const isHashed = (s: State, file: FileId, client: NonNullable<Thread["client"]>): boolean =>
  s.files[file].delegations[client].status === "hashed";

function ofLocal({ local: before }: State, { action }: Step, { local: after, files }: State): Observation[] {
  if (after.at === "asleep" && before.at !== "asleep") return [{ kind: "local wait", says: "the local process waits" }];
  if (after.at === "user" && before.at !== "user")
    return [{ kind: "local success", says: "the local process gets through" }];
  if (action !== localTruncate.name || after.file === null) return [];
  // Cut, unless a lease was in the way: one that excludes writing is pending then.
  return files[after.file].leases.some(({ unlockPending }) => unlockPending)
    ? [{ kind: "local refusal", says: "EWOULDBLOCK" }]
    : [{ kind: "local success", says: "the file is cut" }];
}

function ofHelper({ helper: before }: State, { helper: after }: State): Observation[] {
  if (after.at !== "idle" || before.at === "idle") return [];
  return before.at === "to apply"
    ? [{ kind: "copy", says: `the copy of client ${before.client} is done` }]
    : [{ kind: "failed copy", says: `the copy of client ${before.client} fails` }];
}
