/** What a machine of the whole series knows beside its state. */
import { choice, flag, number, type Variant } from "../../src/machine/scenario.js";
import { type SeriesFaults, seriesFaultsPresent } from "../bugs/series.js";
import type { SeriesDesign } from "../designs/series.js";
import { STOPS } from "../kthreads/constants.js";
import { type Constants as NfsdConstants, constantsOf as nfsdConstantsOf } from "../nfsd/constants.js";
import { BESIDE, type Constants as ServiceConstants, constantsOf as serviceConstantsOf } from "../service/constants.js";

/** The keys of the scope of `series`. */
export const scopeKeys = {
  services: number(1, 2, 1, "services; the first to start serves NFS, and a thread of the other is the local process"),
  size: number(1, 3, 2, "threads of a service at most"),
  resizes: number(1, 3, 1, "how often a service is started or its number of threads set; it may always be shut down"),
  beside: choice(BESIDE, "another service", "what the services are to each other"),
  stop: choice(STOPS, "as in 5.0", "what kthread_stop does"),
  kill: flag(false, "an administrator is killed while it waits for a thread to be created"),
  clients: number(1, 3, 2, "NFS clients, of v4.1"),
  files: number(1, 2, 1, "files"),
  operations: number(1, 3, 2, "operations of the first client that may succeed"),
  otherOperations: number(0, 3, 1, "operations of each other client that may succeed, no more than of the first"),
  localOperations: number(0, 2, 1, "operations of a process outside the server's threads"),
  localOpen: flag(false, "the local process opens for writing, and writes"),
  localChange: flag(true, "the local process changes metadata or names"),
  openWrite: flag(false, "OPEN for writing, and WRITE with the open stateid"),
  setAttributes: flag(true, "SETATTR"),
  revocation: flag(false, "recalls that are not answered in time"),
  prompt: flag(false, "nobody uses the server while a thread is being created, or a kthreadd is awake"),
};

/** What guards, effects and properties read as `constants`. */
export interface Constants extends NfsdConstants, ServiceConstants {
  readonly options: NfsdConstants["options"] & ServiceConstants["options"];
  readonly faults: NfsdConstants["faults"] & ServiceConstants["faults"];
  readonly seriesFaults: SeriesFaults;
  readonly otherOperations: number;
  readonly prompt: boolean;
}

/** The constants of one machine. Of nfsd's own faults it has none: they are those of `delegations`. Who is in whose thread group is told by the state. */
export function constantsOf({ design, has, scope }: Variant<SeriesDesign>): Constants {
  const nfsd = nfsdConstantsOf({ design, has, scope: { ...scope, oldClients: 0 } });
  const service = serviceConstantsOf({ design, has, scope });
  return {
    ...nfsd,
    ...service,
    options: { ...nfsd.options, ...service.options },
    faults: { ...nfsd.faults, ...service.faults },
    seriesFaults: seriesFaultsPresent(has),
    otherOperations: Number(scope.otherOperations),
    prompt: scope.prompt === true,
  };
}
