/**
 * Scenario `service-threads`: pools of server threads, in groups of their own (patches 5 and 6), on kernel threads as patches
 * 1–4 make them. A specification without properties: `properties/` judges it.
 */
import type { ScenarioSpec } from "../../src/machine/scenario.js";
import { serviceFaults } from "../bugs/service.js";
import { type PatchSet, servicePatchSets } from "../designs/patch-sets.js";
import { creatorId, groupId, taskId } from "../kthreads/state.js";
import { type Constants, constantsOf, scopeKeys } from "../service/constants.js";
import { endService } from "../service/end.js";
import { fairness } from "../service/fairness.js";
import { askThread, endStartService, failThread, grow, startService, startThread } from "../service/grow.js";
import { exitThread, leaveLoop, shrink, stopEarly } from "../service/shrink.js";
import { state } from "../service/state.js";
import { addKthreadd, kthreadActions } from "./thread-groups.js";

/** Pools of server threads. */
export const serviceThreads: ScenarioSpec<typeof state, Constants, PatchSet> = {
  name: "service-threads",
  says: "services beside each other, whose pools of threads grow, shrink, fail half-way and end",
  state,
  scope: scopeKeys,
  scopes: {
    quick: { kill: false },
    liveness: { kill: false, services: 1 },
    pool: { services: 1, size: 2, resizes: 2 },
    random: { size: 2, resizes: 4 },
  },
  designs: servicePatchSets,
  faults: serviceFaults,
  constants: constantsOf,
  symmetry: () => [taskId, groupId, creatorId],
  initial: (draft) => {
    addKthreadd(draft);
    draft.creators.forEach((creator) => {
      creator.role = "owner";
    });
    draft.services.forEach((service) => {
      service.left = draft.constants.resizes;
    });
  },
  actions: [
    ...kthreadActions,
    startService,
    endStartService,
    askThread,
    startThread,
    failThread,
    grow,
    shrink,
    leaveLoop,
    exitThread,
    stopEarly,
    endService,
  ],
  fairness,
  final: (s) =>
    s.services.every(({ at, left }) => at === "down" && left === 0) &&
    s.tasks.every(({ at }) => at === "asleep" || at === "absent"),
};
