/**
 * Scenario `delegations`: a server with several clients and threads, and a process beside it. A specification without
 * properties: `properties/` judges it.
 */
import type { ScenarioSpec } from "../../src/machine/scenario.js";
import type { Scope } from "../../src/schema/schema.js";
import { delegationFaults } from "../bugs/delegations.js";
import { learn } from "../clients/belief.js";
import type { DelegationDesign } from "../designs/design.js";
import { delegationDesigns } from "../designs/index.js";
import { openFile, wakeUp } from "../nfsd/blocking-open.js";
import { expire, fallSilent, renew } from "../nfsd/client-lease.js";
import { type Constants, constantsOf, scopeKeys } from "../nfsd/constants.js";
import { fairness } from "../nfsd/fairness.js";
import { holderAnswers, holderIsSilent, lookForHolder } from "../nfsd/getattr.js";
import { allocate, checkAgain, hash, listLease, undo, verify } from "../nfsd/grant.js";
import { helperApply, helperBreak, startCopy } from "../nfsd/helper.js";
import {
  localApply,
  localBreak,
  localChange,
  localClose,
  localData,
  localOpen,
  localResume,
  localTruncate,
  localTry,
} from "../nfsd/local.js";
import { observe } from "../nfsd/observe.js";
import { loseChannel, runCallback } from "../nfsd/recall.js";
import { close, open, readOpen, rename, request, writeOpen } from "../nfsd/requests.js";
import {
  forgetRevoked,
  freeStateid,
  listRevoked,
  passBreakTime,
  passPeriod,
  returnDelegation,
  revoke,
  unlistReturned,
  unlistRevoked,
} from "../nfsd/return.js";
import { serverCheck } from "../nfsd/server-check.js";
import { clientId, fileId, state, threadId } from "../nfsd/state.js";
import { apply, breakDelegations, endWait, giveUpWait, publish, refuse } from "../nfsd/vfs.js";

function refuses({ clients, oldClients, getAttributes, writeDelegations }: Scope): string | null {
  if (Number(oldClients) > Number(clients)) return "more clients of v4.0 than clients";
  if (getAttributes === true && writeDelegations !== true) return "getAttributes needs writeDelegations";
  return null;
}

/** Clients that hold delegations, and what breaks them. */
export const delegations: ScenarioSpec<typeof state, Constants, DelegationDesign> = {
  name: "delegations",
  says: "an NFS server, its clients with their delegations, and a process beside it",
  state,
  scope: scopeKeys,
  scopes: {
    quick: { files: 1, revocation: false },
    liveness: { files: 1, revocation: false, setAttributes: false, localChange: false },
    random: { clients: 6, threads: 8, files: 4, operations: 4, localOperations: 3, close: true },
  },
  designs: delegationDesigns,
  faults: delegationFaults,
  constants: constantsOf,
  fairness,
  refuses,
  // Clients: a v4.0 client differs from the others in its state (`old`), and nothing else tells clients apart. Files: all
  // begin alike, and RENAME asks only whether its two are the same. Threads: which free one takes a request is of no
  // consequence as long as free ones are alike; with D2 they are not, for each keeps the name that it last ran under.
  symmetry: ({ faults }) => (faults.D2 ? [clientId, fileId] : [clientId, threadId, fileId]),
  initial: (draft) => {
    const { operations, localOperations, oldClients } = draft.constants;
    let old = oldClients;
    draft.clients.forEach((client) => {
      client.left = operations;
      client.old = old > 0 ? 1 : 0;
      old = Math.max(0, old - 1);
    });
    draft.local.left = localOperations;
  },
  actions: [
    open,
    request,
    rename,
    writeOpen,
    readOpen,
    close,
    startCopy,
    serverCheck,
    breakDelegations,
    openFile,
    wakeUp,
    lookForHolder,
    holderAnswers,
    holderIsSilent,
    endWait,
    giveUpWait,
    refuse,
    apply,
    publish,
    allocate,
    listLease,
    verify,
    checkAgain,
    hash,
    undo,
    learn,
    runCallback,
    returnDelegation,
    unlistReturned,
    passPeriod,
    passBreakTime,
    revoke,
    listRevoked,
    unlistRevoked,
    freeStateid,
    forgetRevoked,
    loseChannel,
    fallSilent,
    renew,
    expire,
    helperBreak,
    helperApply,
    localOpen,
    localChange,
    localTry,
    localBreak,
    localResume,
    localApply,
    localData,
    localTruncate,
    localClose,
  ],
  observe,
  final: (s) => s.threads.every(({ at }) => at === "idle") && s.local.at === "user" && s.helper.at === "idle",
};
