/**
 * Scenario `series`: all seven patches together, from boot to the end of the server. The pieces are those of
 * `service-threads` and `delegations`; what ties them is in `model/series`. A specification without properties.
 */
import type { Action } from "../../src/machine/action.js";
import type { ParameterSchemas } from "../../src/machine/parameters.js";
import type { ScenarioSpec } from "../../src/machine/scenario.js";
import { seriesFaults } from "../bugs/series.js";
import { learn } from "../clients/belief.js";
import { type SeriesDesign, seriesDesigns } from "../designs/series.js";
import { completeRefusal, refuse } from "../kthreads/kthreadd.js";
import { run } from "../kthreads/newborn.js";
import { creatorId, groupId } from "../kthreads/state.js";
import { allocate, checkAgain, hash, listLease, undo, verify } from "../nfsd/grant.js";
import {
  localApply,
  localBreak,
  localChange,
  localClose,
  localData,
  localOpen,
  localResume,
  localTry,
} from "../nfsd/local.js";
import { runCallback } from "../nfsd/recall.js";
import { open, request, writeOpen } from "../nfsd/requests.js";
import {
  freeStateid,
  listRevoked,
  passPeriod,
  returnDelegation,
  revoke,
  unlistReturned,
  unlistRevoked,
} from "../nfsd/return.js";
import { serverCheck } from "../nfsd/server-check.js";
import { refuse as answerDelay, apply, breakDelegations } from "../nfsd/vfs.js";
import { byAnyThread, followedBy, onlyIn, onlyWhen } from "../series/compose.js";
import { type Constants, constantsOf, scopeKeys } from "../series/constants.js";
import { fairness } from "../series/fairness.js";
import { forgetOwners, recordOwner, threadGroups } from "../series/identity.js";
import { beginToServe, endToServe, hasLocal, isFree, isQuiet, mayExit, nameServer, shutDown } from "../series/serve.js";
import { clientId, fileId, state, taskId, threadId } from "../series/state.js";
import { endService } from "../service/end.js";
import { askThread, endStartService, failThread, grow, startService, startThread } from "../service/grow.js";
import { exitThread, leaveLoop, shrink, stopEarly } from "../service/shrink.js";
import { addKthreadd, kthreadActions } from "./thread-groups.js";

const quietly = <P extends ParameterSchemas>(action: Action<P>): Action<P> => onlyWhen(action, isQuiet);
const locally = <P extends ParameterSchemas>(action: Action<P>): Action<P> =>
  onlyWhen(action, (s) => hasLocal(s) && isQuiet(s));
const unlisting = <P extends ParameterSchemas>(action: Action<P>): Action<P> =>
  quietly(followedBy(action, forgetOwners));

/** No clone fails here: limits and signals are for `service-threads`. */
const NEVER: readonly Action[] = [refuse, completeRefusal];

/** The whole series. */
export const series: ScenarioSpec<typeof state, Constants, SeriesDesign> = {
  name: "series",
  says: "all seven patches: boot, a server's pool of threads in a group of its own, clients with delegations, and its end",
  state,
  scope: scopeKeys,
  scopes: {
    quick: { prompt: true },
    liveness: { prompt: true, size: 1 },
    random: {
      size: 3,
      resizes: 3,
      clients: 3,
      operations: 3,
      otherOperations: 2,
      localOperations: 2,
      openWrite: true,
      localOpen: true,
    },
  },
  designs: seriesDesigns,
  faults: seriesFaults,
  constants: (variant) => ({ ...constantsOf(variant), groups: threadGroups }),
  fairness,
  refuses: ({ operations, otherOperations }) =>
    Number(otherOperations) > Number(operations) ? "more operations of other clients than of the first" : null,
  // Which service is the server is in the state, and so is which task a thread is; any idle thread may take a request.
  symmetry: () => [taskId, groupId, creatorId, clientId, threadId, fileId],
  initial: (draft) => {
    const { resizes, operations, otherOperations, localOperations } = draft.constants;
    addKthreadd(draft);
    draft.creators.forEach((creator) => {
      creator.role = "owner";
    });
    draft.services.forEach((service) => {
      service.left = resizes;
    });
    draft.threads.forEach((thread) => {
      thread.at = "absent";
    });
    let left = operations;
    draft.clients.forEach((client) => {
      client.left = left;
      left = otherOperations;
    });
    draft.local.left = localOperations;
  },
  actions: [
    ...kthreadActions.filter((action) => !NEVER.includes(action) && action !== run),
    followedBy(run, (draft, { task }) => beginToServe(draft, task)),
    followedBy(startService, nameServer),
    endStartService,
    askThread,
    startThread,
    onlyIn(failThread, ({ options }) => options.kill),
    grow,
    shrink,
    followedBy(
      onlyWhen(leaveLoop, (s, { task }) => isFree(s, task)),
      (draft, { task }) => endToServe(draft, task),
    ),
    shutDown,
    onlyWhen(exitThread, (s, { task }) => mayExit(s, task)),
    stopEarly,
    endService,
    ...[open, request, returnDelegation].map((action) => quietly(byAnyThread<ParameterSchemas>(action))),
    ...[writeOpen, freeStateid].map((action) => quietly<ParameterSchemas>(action)),
    ...[serverCheck, breakDelegations, answerDelay, apply, allocate, verify, checkAgain, hash].map(quietly),
    quietly(followedBy(listLease, (draft, { thread }) => recordOwner(draft, thread))),
    ...[undo, unlistReturned].map(unlisting),
    unlisting(unlistRevoked),
    ...[learn, runCallback, passPeriod, revoke, listRevoked].map(quietly),
    ...[localOpen, localChange].map((action) => locally<ParameterSchemas>(action)),
    ...[localBreak, localResume, localTry, localApply, localData, localClose].map(quietly),
  ],
  final: (s) =>
    s.services.every(({ at, left }) => at === "down" && left === 0) &&
    s.tasks.every(({ at }) => at === "asleep" || at === "absent") &&
    s.threads.every(({ at }) => at === "absent") &&
    s.local.at === "user",
};
