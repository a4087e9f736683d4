/**
 * Scenario `lease-core`: processes and threads with F_SETLEASE, opens, truncations, forks and exits on one inode. A
 * specification without properties: `properties/` judges it.
 */
import type { ParameterSchemas } from "../../src/machine/parameters.js";
import type { ScenarioSpec } from "../../src/machine/scenario.js";
import type { Scope } from "../../src/schema/schema.js";
import { faults } from "../bugs/index.js";
import { tick } from "../clock.js";
import { type Constants, constantsOf, scopeKeys } from "../constants.js";
import { designs, type LeaseDesign } from "../designs/index.js";
import { replace } from "../exec.js";
import { fairness } from "../fairness.js";
import { interrupt, startBreak, timeOut, wakeUp } from "../leases/break.js";
import { finishLease, insertLease, query, setLease, unlock } from "../leases/set.js";
import { observe } from "../observe.js";
import { onProcessor } from "../processor.js";
import { changeMask, kill, takeSignal } from "../signals.js";
import { fileId, groupId, inodeId, state, taskId } from "../state.js";
import { addProcess, addThread, clone, exit, fork } from "../tasks.js";
import { close, dup, releaseLate } from "../vfs/close.js";
import { countLate, exec, giveUp, open, restart, testForLeases } from "../vfs/open.js";
import { change, changeMetadata, cut, truncate } from "../vfs/truncate.js";

function refuses(scope: Scope): string | null {
  const { tasks, processes, threads, groups } = scope;
  if (Number(processes) - 1 + Number(threads) > Number(tasks)) return "more tasks at the start than task slots";
  if (Number(processes) > Number(groups)) return "more processes at the start than thread group ids";
  if (scope.masks === true && scope.signals === "any") return "masks need signals that are followed";
  return null;
}

/** Leases set by user space, with everything that sets, breaks and ends them. */
export const leaseCore: ScenarioSpec<typeof state, Constants, LeaseDesign> = {
  name: "lease-core",
  says: "processes and threads that lease a file, open it, truncate it, fork and exit",
  state,
  scope: scopeKeys,
  scopes: {
    quick: { tasks: 2 },
    random: { tasks: 5, processes: 2, threads: 2, groups: 4, files: 4, clone: true, dup: true, readWrite: true },
    // What `conform` covers completely on the running kernel, deadlines included: two threads of one process, or two processes.
    conform: { tasks: 2 },
    // The same with a third party, so that breakers wait in chains; without deadlines, minutes.
    "conform-wide": { tasks: 3, processes: 2, threads: 2, groups: 2 },
    // Where `conform` walks at random.
    walk: {
      tasks: 4,
      processes: 2,
      threads: 2,
      groups: 3,
      files: 3,
      readWrite: true,
      path: true,
      clone: true,
      dup: true,
      data: true,
      metadata: true,
    },
  },
  designs,
  faults,
  constants: constantsOf,
  refuses,
  // Which free slot or id is taken is of no consequence as long as free ones are alike. With B34 they are not: a lease may
  // still name the id of a process that has exited.
  symmetry: ({ faults }) => (faults.B34 ? [taskId, fileId, inodeId] : [taskId, groupId, fileId, inodeId]),
  fairness,
  initial: (draft) => {
    const { processes, threads } = draft.constants;
    const first = addProcess(draft);
    for (let thread = 1; thread < threads; thread++) addThread(draft, first, false);
    for (let process = 1; process < processes; process++) addProcess(draft);
  },
  actions: [
    ...[open, exec, truncate, testForLeases, startBreak, wakeUp].map((step) => onProcessor<ParameterSchemas>(step)),
    // The spinner's own, and what interrupts: they take the processor, or have it.
    timeOut,
    interrupt,
    ...[
      ...[takeSignal, countLate, cut, replace, giveUp, restart, setLease, insertLease, finishLease, unlock, query],
      ...[close, releaseLate, dup, change, changeMetadata, changeMask, kill, fork, clone, exit],
    ].map((step) => onProcessor<ParameterSchemas>(step)),
    tick,
  ],
  observe,
  final: (s) => s.tasks.every(({ at }) => at === "absent"),
};
