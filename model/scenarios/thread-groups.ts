/**
 * Scenario `thread-groups`: kthreadd, kthread groups with kthreadds of their own, those who start and stop them, and those
 * who create threads in them (patches 1–4). A specification without properties: `properties/` judges it.
 */
import type { ScenarioSpec } from "../../src/machine/scenario.js";
import { kthreadFaults } from "../bugs/kthreads.js";
import { type PatchSet, patchSets } from "../designs/patch-sets.js";
import { type Constants, constantsOf, scopeKeys } from "../kthreads/constants.js";
import { append, ask, kill, start, take, wakeKthreadd } from "../kthreads/create.js";
import { fairness } from "../kthreads/fairness.js";
import { endGroup, endStart, flagLeader, startGroup, stopGroup, wakeGroup, wakeLeader } from "../kthreads/group.js";
import {
  clone,
  completeRefusal,
  failClone,
  noteKthreadd,
  pop,
  refuse,
  setState,
  testList,
  testStop,
} from "../kthreads/kthreadd.js";
import { answer, completeAnswer, leave, parkMe, run } from "../kthreads/newborn.js";
import { sendSignal, takeSignal } from "../kthreads/signals.js";
import { creatorId, type Draft, groupId, known, state, taskId } from "../kthreads/state.js";
import { endPark, endStop, park, stopThread, unparkThread, wakeStopped } from "../kthreads/stop.js";
import { loopStart } from "../kthreads/wake.js";

/** The steps of kernel threads and their groups, which a pool of threads takes as well. */
export const kthreadActions = [
  noteKthreadd,
  testStop,
  setState,
  testList,
  pop,
  clone,
  failClone,
  refuse,
  completeRefusal,
  append,
  wakeKthreadd,
  kill,
  take,
  answer,
  completeAnswer,
  run,
  wakeGroup,
  endStart,
  flagLeader,
  wakeLeader,
  sendSignal,
] as const;

/** kthreadd is there, and nobody has noted down that it is. */
export function addKthreadd(draft: Draft): void {
  const group = known(draft.groups.firstKey(() => true));
  const task = known(draft.tasks.firstKey(() => true));
  draft.groups[group].main = true;
  draft.groups[group].phase = "live";
  draft.tasks[task].at = loopStart(draft);
  draft.tasks[task].tgid = task;
  draft.tasks[task].runs = group;
}

/** Kernel threads and thread groups of them. */
export const threadGroups: ScenarioSpec<typeof state, Constants, PatchSet> = {
  name: "thread-groups",
  says: "kthreadd, thread groups with kthreadds of their own, and those who start, use and stop them",
  state,
  scope: scopeKeys,
  scopes: {
    quick: { otherFlags: false, park: false },
    liveness: { otherFlags: false, park: false, creators: 1 },
    random: { creators: 4, nodes: 2, otherFlags: false },
  },
  designs: patchSets,
  faults: kthreadFaults,
  constants: constantsOf,
  symmetry: () => [taskId, groupId, creatorId],
  initial: (draft) => {
    addKthreadd(draft);
    let owners = draft.groups.size - 1;
    draft.creators.forEach((creator) => {
      creator.role = owners > 0 ? "owner" : "creator";
      owners = Math.max(0, owners - 1);
    });
  },
  actions: [
    ...kthreadActions,
    ask,
    start,
    leave,
    stopThread,
    wakeStopped,
    endStop,
    park,
    parkMe,
    endPark,
    unparkThread,
    takeSignal,
    startGroup,
    stopGroup,
    endGroup,
  ],
  fairness,
  final: (s) =>
    s.creators.every(({ at, role }) => at === "done" || (at === "user" && role === "creator")) &&
    s.tasks.every(({ at }) => at === "asleep" || at === "absent" || at === "dead"),
};
