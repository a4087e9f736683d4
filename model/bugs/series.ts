/** The catalogue of faults that the series as a whole can have: those of its pools as they show in what is served, and its own. */
import type { Fault } from "../../src/machine/scenario.js";
import { H1, H2, H12, P4 } from "./kthreads.js";
import { H3, H7, H8 } from "./service.js";

const POOL = { size: 1, clients: 1, operations: 1, localOperations: 0, prompt: true } as const;
const BESIDE = { services: 2, localOperations: 1 } as const;
const SERVED = { size: 1, clients: 1, operations: 1, prompt: true } as const;

/** Leases that outlive the threads that set them. */
export const I7 = {
  name: "I7",
  kind: "invented",
  says:
    "The last thread of the server leaves without shutting the server's state down: leases stay listed whose thread group is gone, and " +
    "whoever meets them waits for ever.",
  source: "fs/nfsd/nfssvc.c nfsd_last_thread without nfsd_shutdown_net, 5.0",
  smallest: SERVED,
} as const satisfies Fault;

const CATALOGUE = [
  { ...H1, smallest: POOL },
  { ...H2, scope: { kill: true }, smallest: POOL },
  { ...H3, scope: { resizes: 2, size: 2 }, smallest: { clients: 1, operations: 1, localOperations: 0, prompt: true } },
  { ...H7, scope: BESIDE, smallest: SERVED },
  { ...H8, scope: { ...BESIDE, beside: "another network namespace" }, smallest: SERVED },
  { ...H12, smallest: POOL },
  { ...P4, scope: { size: 2, operations: 2 }, smallest: { clients: 2, localOperations: 0, prompt: true } },
  I7,
] as const;

/** All faults, by the numbers of the catalogue. */
export const seriesFaults: readonly Fault[] = CATALOGUE;

/** Which of the faults are present that only the whole can have. */
export interface SeriesFaults {
  readonly I7: boolean;
}

/** Asks for each fault whether it is present. */
export const seriesFaultsPresent = (has: (fault: string) => boolean): SeriesFaults => ({ I7: has("I7") });
