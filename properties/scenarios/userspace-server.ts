/** Leases that a server in user space sets for its clients: `model/scenarios/userspace-server.ts`, judged by its properties. */
import { userspaceServer as model } from "../../model/scenarios/userspace-server.js";
import type { Property } from "../../src/machine/property.js";
import { type Scenario, scenario } from "../../src/machine/scenario.js";
import { ownClientKeepsLease, serverGroupNeverBreaksItself, serverPassesNobodyElse } from "../server-breaks.js";
import { serverAnswers, serverBreakersProceed } from "../server-progress.js";
import { leasePromiseKept, noGrantOverOpen } from "../server-promises.js";
import * as serverSituations from "../server-situations.js";
import { returnsAreNotHeldUp, serverDoesNotWaitForItself, sleeperAsksHolders } from "../server-waits.js";

/** What must hold of servers in user space. */
const holding: readonly Property[] = [
  serverGroupNeverBreaksItself,
  ownClientKeepsLease,
  serverPassesNobodyElse,
  leasePromiseKept,
  noGrantOverOpen,
  serverDoesNotWaitForItself,
  returnsAreNotHeldUp,
  sleeperAsksHolders,
  serverBreakersProceed,
  serverAnswers,
];

/** What must be reachable with them. */
const reached: readonly Property[] = Object.values(serverSituations);

/** Leases that a server in user space sets for its clients. */
export const userspaceServer: Scenario = scenario({ ...model, properties: [...holding, ...reached] });
