/** The catalogue of faults in service pools: those of kernel threads, and their own. */
import type { Fault } from "../../src/machine/scenario.js";
import { H1, H2, H4, H5, H12, I6, P2, P4 } from "./kthreads.js";

const PATCH_6 = "[PATCH 6/7] rpc: move rpc server threads into their own thread group, 8 February 2019";
const ONE = { services: 1 } as const;
const QUIET = { kill: false, limits: false, signals: false } as const;

/** The group goes before its threads. */
export const H3 = {
  name: "H3",
  kind: "invented",
  says:
    "Whoever shuts a service down stops its group at once: kthread_stop returns while threads of the group live, and who sets the " +
    "number of threads again, before the last has left, creates one in a group that is freed. Mended by stopping it after the last.",
  source: `${PATCH_6}, the body was not found; deduced`,
  scope: { resizes: 2, size: 2 },
  smallest: { services: 1, ...QUIET },
} as const satisfies Fault;

/** One group for all services. */
export const H7 = {
  name: "H7",
  kind: "as posted",
  says:
    "lockd shares svc.c with knfsd: with one group for the threads of all RPC services each is exempt from the others' leases. " +
    "Mended by a group for each svc_serv. The body of patch 6 was not found: its title says no more than that they have a group.",
  source: `${PATCH_6}; net/sunrpc/svc.c; deduced`,
  smallest: { ...QUIET },
} as const satisfies Fault;

/** One group for all network namespaces. */
export const H8 = {
  name: "H8",
  kind: "as posted",
  says:
    "With one group for knfsd in all network namespaces the clients of one instance are exempt from the leases of another's, which " +
    "does not know them. Mended by a group for each svc_serv. The body of patch 6 was not found.",
  source: `${PATCH_6}; fs/nfsd/netns.h nfsd_serv, 5.0; deduced`,
  scope: { beside: "another network namespace" },
  smallest: { ...QUIET },
} as const satisfies Fault;

/** A count that is not taken back. */
export const B21 = {
  name: "B21",
  kind: "invented",
  says:
    "A missing decrement on an error path, as nfsd had it for callbacks in flight: here a thread that could not be created stays " +
    "counted, and the service never ends.",
  source: "net/sunrpc/svc.c svc_start_kthreads without svc_exit_thread; fs/nfsd, callbacks in flight, 6.12.15–6.12.91",
  smallest: { ...ONE, kill: false, signals: false },
} as const satisfies Fault;

/** Kernel threads' own faults, as they show in a pool. */
const inPool = <const F extends Fault>(fault: F, smallest: NonNullable<Fault["smallest"]>): F => ({
  ...fault,
  smallest,
});

const CATALOGUE = [
  inPool(H1, { ...ONE, ...QUIET }),
  inPool(H2, { ...ONE, ...QUIET, kill: true }),
  H3,
  inPool(H4, { ...ONE, ...QUIET, signals: true }),
  { ...inPool(H5, { services: 1, ...QUIET, signals: true }), scope: { resizes: 2, size: 2 } },
  H7,
  H8,
  inPool(H12, { ...ONE, ...QUIET }),
  B21,
  inPool(P2, { ...ONE, ...QUIET }),
  { ...inPool(P4, { services: 1, ...QUIET }), scope: { size: 2 } },
  inPool(I6, { ...ONE, ...QUIET, kill: true }),
] as const;

/** The name of a fault of service pools. */
export type ServiceFaultName = (typeof CATALOGUE)[number]["name"];
/** Which faults are present; those that a pool cannot have are absent. */
export type ServiceFaults = Readonly<Record<ServiceFaultName | "I5", boolean>>;

/** All faults, by the numbers of the catalogue. */
export const serviceFaults: readonly Fault[] = CATALOGUE;

/** Asks for each fault whether it is present. */
export const serviceFaultsPresent = (has: (fault: string) => boolean): ServiceFaults => ({
  ...(Object.fromEntries(CATALOGUE.map(({ name }) => [name, has(name)])) as Record<ServiceFaultName, boolean>),
  I5: false,
});
