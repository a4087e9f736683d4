/** The catalogue of faults of servers in user space and of the leases that they set. */
import type { Fault } from "../../src/machine/scenario.js";
import { WJ as WJOfDelegations } from "./delegations-live.js";
import { B2 as B2OfOpens } from "./historical.js";

/** One client, and one process beside the server. */
const ONE_CLIENT = {
  tasks: 2,
  workers: 1,
  groups: 2,
  files: 3,
  clients: 1,
  foreignLeases: false,
  foreignSleeps: false,
};
/** Two clients, and nobody beside the server. */
const ALONE = { tasks: 2, groups: 2, files: 4, foreignLeases: false };

/** An open that is counted too late, seen by a server's write lease. */
export const B2 = { ...B2OfOpens, scope: { leases: "write" }, smallest: ONE_CLIENT } as const satisfies Fault;

/** Opens overlooked. */
export const B26 = {
  name: "B26",
  kind: "historical",
  says: "F_SETDELEG does not look at opens that conflict: a delegation is granted although others have the file open for writing.",
  source: "fs/locks.c check_conflicting_open, FL_DELEG, 6.19-rc; mended by lm_open_conflict, December 2025",
  scope: { sets: "F_SETDELEG" },
  smallest: ALONE,
} as const satisfies Fault;

/** A change by path that waits again, for a delegation that nobody asked for. */
export const WJ = {
  ...WJOfDelegations,
  scope: { sets: "F_SETDELEG" },
  smallest: { ...ONE_CLIENT, foreignSleeps: true },
} as const satisfies Fault;

/** No first stage. */
export const U1 = {
  name: "U1",
  kind: "invented",
  says: "The server does not look at the leases of its own clients before it calls into the kernel.",
  source:
    "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter, read without its first stage",
  smallest: ALONE,
  design: "tgid",
} as const satisfies Fault;

/** The server's own self-conflict. */
export const U2 = {
  name: "U2",
  kind: "historical",
  says: "The server looks at leases whoever holds them: it recalls the lease of the very client that asks, and answers with a delay.",
  source:
    "NFS-Ganesha, SAL/state_deleg.c state_deleg_conflict, before it knew clients; nfs-ganesha issues 1055 and 1382",
  smallest: ALONE,
  design: "tgid",
} as const satisfies Fault;

/** The lock that must not be slept under. */
export const U3 = {
  name: "U3",
  kind: "invented",
  says: "The server's calls into the kernel may sleep, though it holds its lock, or has but one thread to answer recalls with.",
  source: "NFS-Ganesha's st_lock across open(2) without O_NONBLOCK; deduced",
  // Otherwise the deadline ends each such wait.
  scope: { deadlines: false },
  smallest: ALONE,
} as const satisfies Fault;

const CATALOGUE = [B2, B26, WJ, U1, U2, U3] as const;

/** The name of a fault of this catalogue. */
export type ServerFaultName = (typeof CATALOGUE)[number]["name"];
/** Which faults are present. */
export type ServerFaults = Readonly<Record<ServerFaultName, boolean>>;

/** All faults, by name. */
export const serverFaults: readonly Fault[] = CATALOGUE;

/** Asks for each fault whether it is present. */
export const serverFaultsPresent = (has: (fault: string) => boolean): ServerFaults =>
  Object.fromEntries(CATALOGUE.map(({ name }) => [name, has(name)])) as Record<ServerFaultName, boolean>;
