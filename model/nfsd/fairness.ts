/**
 * What liveness of delegations assumes: what a scheduler, a clock, a network and a live client do in the end. Nobody is
 * assumed to begin anything: that a client sends a request, or a process opens a file, is its own affair.
 */
import { type Fairness, strong, weak } from "../../src/machine/fairness.js";
import { learn } from "../clients/belief.js";
import { openFile, wakeUp } from "./blocking-open.js";
import { expire } from "./client-lease.js";
import type { Constants } from "./constants.js";
import { holderAnswers, holderIsSilent, lookForHolder } from "./getattr.js";
import { allocate, checkAgain, hash, listLease, undo, verify } from "./grant.js";
import { helperApply, helperBreak } from "./helper.js";
import { localApply, localBreak, localResume, localTry } from "./local.js";
import { runCallback } from "./recall.js";
import {
  freeStateid,
  listRevoked,
  passBreakTime,
  passPeriod,
  returnDelegation,
  revoke,
  unlistReturned,
  unlistRevoked,
} from "./return.js";
import { serverCheck } from "./server-check.js";
import { apply, breakDelegations, endWait, giveUpWait, publish, refuse } from "./vfs.js";

/** The steps of a server thread that wait for no lock. */
const running = [
  lookForHolder,
  holderAnswers,
  holderIsSilent,
  giveUpWait,
  endWait,
  openFile,
  wakeUp,
  refuse,
  apply,
  publish,
  listLease,
  verify,
  checkAgain,
  hash,
  undo,
  unlistReturned,
];

/** The fairness of a machine. Where recalls run out, a client may be dead: nothing is assumed of it. */
export const fairness = ({ options }: Constants): readonly Fairness[] => [
  weak("a server thread that can run runs", running, "thread"),
  strong("a lock goes to every thread that waits for it", [serverCheck, breakDelegations, allocate], "thread"),
  weak("a process on the server that can run runs", [localBreak, localResume, localApply]),
  strong("a lock goes to a process that waits for it", [localTry]),
  weak("a helper of the server that can run runs", [helperBreak, helperApply]),
  weak("queued callbacks are sent", [runCallback], ({ client, file }) => `client ${client}, file ${file}`),
  weak("replies arrive", [learn], ({ client, file }) => `client ${client}, file ${file}`),
  // Each by itself: the laundromat goes through a list, and does not start over before it is through.
  ...[revoke, listRevoked, unlistRevoked].map((step) =>
    weak(`the laundromat goes on: ${step.name}`, [step], ({ client, file }) => `client ${client}, file ${file}`),
  ),
  weak("the laundromat expires clients", [expire], "client"),
  ...(options.revocation
    ? [
        weak("time passes", [passPeriod, passBreakTime], ({ client, file }) => `client ${client}, file ${file}`),
        strong(
          "a client that keeps its lease frees what SEQUENCE says was revoked, if the server lets it",
          [freeStateid],
          ({ client, file }) => `client ${client}, file ${file}`,
        ),
      ]
    : [
        strong(
          "a client answers a recall whenever the server takes requests",
          [returnDelegation],
          ({ client, file }) => `client ${client}, file ${file}`,
        ),
      ]),
];
