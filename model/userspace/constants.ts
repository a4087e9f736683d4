/** What a machine of a server in user space knows beside its state: the kernel's part, and the server's policies. */
import { choice, flag, number, type Variant } from "../../src/machine/scenario.js";
import { type ServerFaults, serverFaultsPresent } from "../bugs/userspace.js";
import { type Constants as Kernel, constantsOf as kernelConstantsOf } from "../constants.js";
import type { LeaseDesign } from "../designs/design.js";
import type { LeaseType } from "../leases/pending.js";

/** How a server is built: one process with threads; a process for each client; processes that any client may be connected to. */
export const SERVERS = ["threaded", "process per client", "process per connection"] as const;
/** How it sets its leases. */
export const CALLS = ["F_SETLEASE", "F_SETDELEG"] as const;
/**
 * What keeps others out between the server's look at its own clients and the end of the call into the kernel: nothing; the
 * lock under which it looked; or a mark of the object that says what is under way, while the lock is let go.
 */
export const LOCKS = ["nothing", "the lock", "a pin"] as const;
/** What its leases are. */
export const LEASES = ["read", "write"] as const;

/** The keys of the scope of `userspace-server`. */
export const scopeKeys = {
  tasks: number(2, 6, 4, "threads of the server and, the rest, processes beside it, of one thread each"),
  workers: number(1, 4, 2, "threads (or processes) of the server"),
  groups: number(2, 6, 4, "thread group ids"),
  files: number(2, 8, 6, "open file descriptions at a time"),
  inodes: number(1, 1, 1, "files on disk"),
  clients: number(1, 4, 2, "clients of the server"),
  server: choice(SERVERS, "threaded", "how the server is built"),
  sets: choice(CALLS, "F_SETLEASE", "the call that sets leases"),
  leases: choice(LEASES, "read", "the leases that the server sets for its clients"),
  optIn: flag(true, "the server's leases ask for the exemption of its thread group, where a lease can"),
  pins: choice(LOCKS, "the lock", "what spans the server's look at its clients and the call into the kernel"),
  sleeps: flag(false, "calls into the kernel that may sleep, opens without O_NONBLOCK"),
  changes: flag(false, "changes by path, which always may sleep: truncate(2); with F_SETDELEG chmod(2) and its like"),
  foreignLeases: flag(true, "the processes beside the server set leases as well"),
  foreignSleeps: flag(true, "they open without O_NONBLOCK"),
  deadlines: flag(true, "fs.lease-break-time is not 0"),
};

/** The server's policies. */
export interface Policy {
  readonly server: (typeof SERVERS)[number];
  readonly leases: LeaseType;
  readonly asks: 0 | 1;
  readonly pins: (typeof LOCKS)[number];
  readonly sleeps: boolean;
  readonly changes: boolean;
  readonly foreignLeases: boolean;
  readonly foreignSleeps: boolean;
}

/** What guards, effects and properties read as `constants`. */
export interface Constants extends Kernel {
  readonly policy: Policy;
  readonly serverFaults: ServerFaults;
  readonly workers: number;
}

/** The constants of one machine. */
export function constantsOf(variant: Variant<LeaseDesign>): Constants {
  const { scope, has } = variant;
  const serverFaults = serverFaultsPresent(has);
  // Signals are blocked but in a thread that waits for them, so they interrupt no call.
  const delegations = scope.sets === "F_SETDELEG";
  const truncate = scope.changes === true && !delegations;
  const kernel = kernelConstantsOf({ ...variant, scope: { ...scope, signals: "any", truncate } });
  return {
    ...kernel,
    delegations,
    checksOpens: !serverFaults.B26,
    asksAgain: !serverFaults["W-j"],
    policy: {
      server: SERVERS.find((name) => name === scope.server) ?? "threaded",
      leases: scope.leases === "write" ? "write" : "read",
      asks: scope.optIn === true && kernel.exempts === "own group on request" ? 1 : 0,
      pins: LOCKS.find((name) => name === scope.pins) ?? "the lock",
      sleeps: scope.sleeps === true || serverFaults.U3,
      changes: scope.changes === true,
      foreignLeases: scope.foreignLeases === true,
      foreignSleeps: scope.foreignSleeps === true,
    },
    serverFaults,
    workers: Number(scope.workers),
  };
}
