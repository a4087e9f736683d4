/** The catalogue of faults in delegations, one switch each. */
import type { Fault } from "../../src/machine/scenario.js";
import * as historical from "./delegations-historical.js";
import * as live from "./delegations-live.js";
import * as rivals from "./rivals.js";

const CATALOGUE = [...Object.values(historical), ...Object.values(live), ...Object.values(rivals)];

/** The name of a fault of delegations. */
export type DelegationFaultName = (typeof CATALOGUE)[number]["name"];
/** Which faults are present. */
export type DelegationFaults = Readonly<Record<DelegationFaultName, boolean>>;

/** All faults, by the numbers of the catalogue. */
export const delegationFaults: readonly Fault[] = CATALOGUE;

/** Asks for each fault whether it is present. */
export const delegationFaultsPresent = (has: (fault: string) => boolean): DelegationFaults =>
  Object.fromEntries(CATALOGUE.map(({ name }) => [name, has(name)])) as Record<DelegationFaultName, boolean>;
