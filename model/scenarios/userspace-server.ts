/**
 * Scenario `userspace-server`: a server in user space that sets leases for its clients, and processes beside it. The
 * kernel's steps are those of `lease-core`. A specification without properties: `properties/` judges it.
 */
import type { ScenarioSpec } from "../../src/machine/scenario.js";
import type { Scope } from "../../src/schema/schema.js";
import { serverFaults } from "../bugs/userspace.js";
import { tick } from "../clock.js";
import type { LeaseDesign } from "../designs/design.js";
import { serverDesigns } from "../designs/index.js";
import { startBreak, timeOut, wakeUp } from "../leases/break.js";
import { finishLease, insertLease } from "../leases/set.js";
import { fileId, groupId, taskId } from "../state.js";
import { addProcess, addThread } from "../tasks.js";
import { type Constants, constantsOf, scopeKeys } from "../userspace/constants.js";
import { fairness } from "../userspace/fairness.js";
import { foreignChange, foreignClose, foreignLease, foreignOpen } from "../userspace/foreign.js";
import { doWithout, hearBreak, leaseForClient, recordLease, returnLease } from "../userspace/leases.js";
import {
  changeAgain,
  changeForClient,
  giveUp,
  lookAtClients,
  openForClient,
  returnFromCall,
  write,
} from "../userspace/requests.js";
import { clientId, type Draft, state } from "../userspace/state.js";
import { countLate, testForLeases } from "../vfs/open.js";
import { cut } from "../vfs/truncate.js";

function refuses({ tasks, workers, groups, files, clients, server }: Scope): string | null {
  const foreigners = Number(tasks) - Number(workers);
  if (foreigners < 0) return "more threads of the server than tasks";
  if ((server === "threaded" ? 1 : Number(workers)) + foreigners > Number(groups))
    return "more processes than thread group ids";
  if (server === "process per client" && workers !== clients)
    return "a process per client needs as many workers as clients";
  // A client's lease, and a request or a process's own file each: so that no call fails for want of a description.
  if (Number(clients) + Number(tasks) > Number(files)) return "fewer descriptions than clients and tasks";
  return null;
}

/** The server's threads, or its processes, and the processes beside it. */
function start(draft: Draft): void {
  const { policy, workers } = draft.constants;
  if (policy.server === "threaded") {
    const group = addProcess(draft);
    draft.roles[group].serves = true;
    for (let thread = 1; thread < workers; thread++) addThread(draft, group, false);
  } else for (let process = 0; process < workers; process++) draft.roles[addProcess(draft)].serves = true;
  if (policy.server === "process per client")
    draft.clients.forEach((client) => {
      const task = draft.tasks.firstKey(
        (_, key) =>
          draft.roles.some(({ serves }, g) => serves && draft.tasks[key].group === g) &&
          draft.clients.every(({ home }) => home !== key),
      );
      if (task !== undefined) client.home = task;
    });
  while (draft.tasks.some(({ at }) => at === "absent")) addProcess(draft);
}

/** Leases that a server sets for its clients. */
export const userspaceServer: ScenarioSpec<typeof state, Constants, LeaseDesign> = {
  name: "userspace-server",
  says: "a server in user space that sets leases for its clients, and processes beside it",
  state,
  scope: scopeKeys,
  scopes: {
    quick: { tasks: 3, groups: 3, files: 5 },
    liveness: { tasks: 3, groups: 3, files: 5, clients: 1 },
    random: { tasks: 5, workers: 3, groups: 5, clients: 3, files: 8 },
  },
  designs: serverDesigns,
  faults: serverFaults,
  constants: constantsOf,
  fairness,
  refuses,
  symmetry: () => [taskId, groupId, fileId, clientId],
  initial: start,
  actions: [
    lookAtClients,
    openForClient,
    changeForClient,
    changeAgain,
    returnFromCall,
    write,
    leaseForClient,
    recordLease,
    doWithout,
    hearBreak,
    returnLease,
    foreignOpen,
    foreignLease,
    foreignClose,
    foreignChange,
    testForLeases,
    startBreak,
    wakeUp,
    timeOut,
    countLate,
    cut,
    giveUp,
    insertLease,
    finishLease,
    tick,
  ],
};
