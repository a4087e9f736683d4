/** What a machine of service pools knows beside its state. */
import { choice, number, type Variant } from "../../src/machine/scenario.js";
import { type ServiceFaults, serviceFaultsPresent } from "../bugs/service.js";
import type { PatchSet } from "../designs/patch-sets.js";
import { type Constants as KthreadConstants, kthreadScopeKeys, optionsOf } from "../kthreads/constants.js";

/** What the second service is: lockd beside knfsd, or knfsd in another network namespace. */
export const BESIDE = ["another service", "another network namespace"] as const;

/** The keys of the scope of `service-threads`. */
export const scopeKeys = {
  services: number(1, 3, 2, "services, each with an administrator and, where patch 6 is right, a group of its own"),
  size: number(1, 4, 1, "threads of a service at most"),
  resizes: number(1, 4, 1, "how often a service is started or its number of threads set; it may always be shut down"),
  beside: choice(BESIDE, "another service", "what the services are to each other"),
  ...kthreadScopeKeys,
};

/** What guards, effects and properties read as `constants`. */
export interface Constants extends KthreadConstants {
  readonly serviceFaults: ServiceFaults;
  readonly services: number;
  readonly size: number;
  readonly resizes: number;
  /** All services use one group. */
  readonly sharesGroup: boolean;
}

/** The constants of one machine. */
export function constantsOf({ scope, has }: Variant<PatchSet>): Constants {
  const faults = serviceFaultsPresent(has);
  return {
    options: optionsOf(scope),
    faults,
    serviceFaults: faults,
    services: Number(scope.services),
    size: Number(scope.size),
    resizes: Number(scope.resizes),
    sharesGroup: scope.beside === "another service" ? faults.H7 : faults.H8,
  };
}
