/** The built-in scenarios: what `model/` describes, judged by the properties. */
import { delegations as delegationsModel } from "../model/scenarios/delegations.js";
import { leaseCore as leaseCoreModel } from "../model/scenarios/lease-core.js";
import { type Scenario, scenario } from "../src/machine/scenario.js";
import {
  delegationProperties,
  delegationSituationsReached,
  leaseCoreProperties,
  leaseCoreSituations,
} from "./index.js";

/** Leases set by user space. */
export const leaseCore: Scenario = scenario({
  ...leaseCoreModel,
  properties: [...leaseCoreProperties, ...leaseCoreSituations],
});

/** A server with delegations. */
export const delegations: Scenario = scenario({
  ...delegationsModel,
  properties: [...delegationProperties, ...delegationSituationsReached],
});

/** All built-in scenarios. */
export const builtIn: readonly Scenario[] = [leaseCore, delegations];
