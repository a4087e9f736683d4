/** The built-in scenarios: what `model/` describes, judged by the properties. All are loaded; see `scenarios/catalogue.ts`. */
import type { Scenario } from "../src/machine/scenario.js";
import { delegations } from "./scenarios/delegations.js";
import { leaseCore } from "./scenarios/lease-core.js";
import { series } from "./scenarios/series.js";
import { serviceThreads } from "./scenarios/service-threads.js";
import { threadGroups } from "./scenarios/thread-groups.js";
import { userspaceServer } from "./scenarios/userspace-server.js";

export { delegations, leaseCore, series, serviceThreads, threadGroups, userspaceServer };

/** All built-in scenarios. */
export const builtIn: readonly Scenario[] = [
  leaseCore,
  delegations,
  userspaceServer,
  threadGroups,
  serviceThreads,
  series,
];
