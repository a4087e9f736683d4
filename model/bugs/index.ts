/** The catalogue of faults in the lease core, one switch each. */
import type { Fault } from "../../src/machine/scenario.js";
import { B1, B2, B3, B4, B15, B34 } from "./historical.js";
import { I1 } from "./invented.js";
import { B16, B17, B18, E9 } from "./live.js";

const CATALOGUE = [B1, B2, B3, B4, B15, B16, B17, B18, B34, E9, I1] as const;

/** The name of a fault of the lease core. */
export type FaultName = (typeof CATALOGUE)[number]["name"];
/** Which faults are present. */
export type Faults = Readonly<Record<FaultName, boolean>>;

/** All faults, by the numbers of the catalogue. */
export const faults: readonly Fault[] = CATALOGUE;

/** Asks for each fault whether it is present. */
export const faultsPresent = (has: (fault: string) => boolean): Faults =>
  Object.fromEntries(CATALOGUE.map(({ name }) => [name, has(name)])) as Record<FaultName, boolean>;
