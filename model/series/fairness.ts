/**
 * What liveness of the whole series assumes: of kernel threads and pools what `service-threads` does, of the server, its
 * network and its clients what `delegations` does.
 */
import { type Fairness, strong, weak } from "../../src/machine/fairness.js";
import { learn } from "../clients/belief.js";
import { completeRefusal, refuse as refuseClone } from "../kthreads/kthreadd.js";
import { allocate, checkAgain, hash, listLease, undo, verify } from "../nfsd/grant.js";
import { localApply, localBreak, localResume, localTry } from "../nfsd/local.js";
import { runCallback } from "../nfsd/recall.js";
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
import { apply, breakDelegations, refuse } from "../nfsd/vfs.js";
import { fairness as serviceFairness } from "../service/fairness.js";
import type { Constants } from "./constants.js";
import { shutDown } from "./serve.js";

/** No clone fails in the series. */
const ABSENT = new Set([refuseClone, completeRefusal].map(({ name }) => name));

const ofDelegation = ({ client, file }: { readonly client?: unknown; readonly file?: unknown }): string =>
  `client ${client}, file ${file}`;

/** The fairness of a machine. */
export const fairness = ({ options }: Constants): readonly Fairness[] => [
  ...serviceFairness().map((one) => ({ ...one, actions: one.actions?.filter((name) => !ABSENT.has(name)) ?? null })),
  weak(
    "a server thread that has a request and can run runs",
    [refuse, apply, listLease, verify, checkAgain, hash, undo, unlistReturned],
    "thread",
  ),
  strong("a lock goes to every thread that waits for it", [serverCheck, breakDelegations, allocate], "thread"),
  weak("a process on the server that can run runs", [localBreak, localResume, localApply]),
  strong("a lock goes to a process that waits for it", [localTry]),
  weak("queued callbacks are sent", [runCallback], ofDelegation),
  weak("the last thread of the server destroys its clients' state", [shutDown]),
  weak("replies arrive", [learn], ofDelegation),
  ...(options.revocation
    ? [
        ...[passPeriod, revoke, listRevoked, unlistRevoked].map((step) => weak(step.name, [step], ofDelegation)),
        strong("a client frees what was revoked, if the server lets it", [freeStateid], ofDelegation),
      ]
    : [strong("a client answers a recall whenever the server takes requests", [returnDelegation], ofDelegation)]),
];
