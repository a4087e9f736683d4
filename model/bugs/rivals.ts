/** Faults that no kernel is known to have had, most of them such as the designs not taken invite: absent unless `--bug` adds them. */
import type { Fault } from "../../src/machine/scenario.js";

const SOURCE = "[PATCH 0/7] Eliminate delegation self-conflicts, 8 February 2019, cover letter; deduced";

/** A path forgets the argument. */
export const D1 = {
  name: "D1",
  kind: "invented",
  says: "The path of SETATTR through the VFS does not pass the client on.",
  source: SOURCE,
  design: "explicit-argument",
  smallest: { files: 1, clients: 1, threads: 1, localOperations: 0 },
} as const satisfies Fault;

/** The field is not cleared. */
export const D2 = {
  name: "D2",
  kind: "invented",
  says: "The field of the task stays set after the operation: a compound that names no client runs under the name of the last.",
  source: SOURCE,
  design: "task-field",
  scope: { oldClients: 1 },
  smallest: { files: 1, threads: 1, localOperations: 0 },
} as const satisfies Fault;

/** The helper has somebody else's key. */
export const D3 = {
  name: "D3",
  kind: "invented",
  says: "A helper keeps the key that it inherited when it was started, also when it works for another client.",
  source: SOURCE,
  design: "keyring",
  scope: { helpers: true },
  smallest: { files: 1, threads: 1, operations: 3, setAttributes: false, localOperations: 0 },
} as const satisfies Fault;

/** The helper has no key. */
export const D4 = {
  name: "D4",
  kind: "invented",
  says: "A helper that is started for an operation is not given its key.",
  source: SOURCE,
  design: "keyring",
  scope: { helpers: true },
  smallest: { files: 1, clients: 1, threads: 1, operations: 3, setAttributes: false, localOperations: 0 },
} as const satisfies Fault;

/** Revocation in silence. */
export const I2 = {
  name: "I2",
  kind: "invented",
  says: "A revoked delegation is freed with its lease, without waiting for the client's FREE_STATEID.",
  source: "fs/nfsd/nfs4state.c revoke_delegation without cl_revoked",
  scope: { revocation: true },
  smallest: { files: 1, clients: 1, threads: 1, operations: 1 },
} as const satisfies Fault;

/** Courtesy too late. */
export const I4 = {
  name: "I4",
  kind: "invented",
  says:
    "A courtesy client that comes back becomes active, also when a conflict has made it expirable: its recall was dropped, and it is " +
    "not expired either.",
  source: "fs/nfsd/nfs4state.c renew_client_locked without regard to NFSD4_EXPIRABLE",
  scope: { courtesy: true },
  smallest: { files: 1, operations: 1, threads: 1, openWrite: false, localOperations: 0 },
} as const satisfies Fault;

/** An exemption for some breaks only. */
export const I3 = {
  name: "I3",
  kind: "invented",
  says: "The thread group is compared when a file is opened, and forgotten when its attributes are changed.",
  source: "fs/locks.c leases_conflict with the exemption for one flavour of break only",
  design: "tgid",
  smallest: { files: 1, clients: 1, threads: 1, localOperations: 0 },
} as const satisfies Fault;
