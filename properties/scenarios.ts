/** The built-in scenarios: what `model/` describes, judged by the properties. */
import { leaseCore as leaseCoreModel } from "../model/scenarios/lease-core.js";
import { type Scenario, scenario } from "../src/machine/scenario.js";
import { leaseCoreProperties, leaseCoreSituations } from "./index.js";

/** Leases set by user space. */
export const leaseCore: Scenario = scenario({
  ...leaseCoreModel,
  properties: [...leaseCoreProperties, ...leaseCoreSituations],
});

/** All built-in scenarios. */
export const builtIn: readonly Scenario[] = [leaseCore];
