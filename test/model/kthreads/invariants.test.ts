/** What holds in every state of kernel threads: the parts of the state fit together, and no request is lost or leaked. */
import { describe, expect, it } from "vitest";
import { always, type CreatorId, type State, type TaskId } from "../../../model/kthreads/state.js";
import { serviceThreads } from "../../../model/scenarios/service-threads.js";
import { threadGroups } from "../../../model/scenarios/thread-groups.js";
import { machineOf } from "../../../src/machine/machine.js";
import { type Scenario, scenario } from "../../../src/machine/scenario.js";
import { explore } from "../../../src/search/explore.js";

const exists = (s: State, task: TaskId | null): boolean => task === null || s.tasks[task].at !== "absent";

/** Free slots hold nothing and are held by nobody, so that it does not matter which is taken. */
const freeIsBlank = always("free-is-blank", {
  state: (s) =>
    s.tasks.every(
      ({ at, interruptible, tgid, parent, runs, request, node, shouldStop, shouldPark, accepts, signalled, via }) =>
        at === "absent"
          ? !interruptible &&
            !shouldStop &&
            [tgid, parent, runs, request, via].every((one) => one === null) &&
            node + shouldPark + accepts + signalled === 0
          : exists(s, tgid) && exists(s, parent),
    ) &&
    s.groups.every(({ task }) => exists(s, task)) &&
    s.creators.every(({ thread }) => exists(s, thread)),
});

/** In how many hands a request is: in a list, a kthreadd's, a new thread's. */
const hands = (s: State, creator: CreatorId): number =>
  s.groups.count(({ requests }) => requests.some((listed) => listed === creator)) +
  s.tasks.count(({ request }) => request === creator);

/** A request is in one hand, or its creator's alone; none without a hand and without a creator is left over. */
const requestsAreHeld = always("requests-are-held", {
  state: (s) =>
    s.creators.every(({ at, record, token, result }, creator) => {
      const held = hands(s, creator);
      if (!record) return held === 0 && !token && result === "none";
      if (at === "to append" || result !== "none") return held === 0;
      return held === 1 && (!token || at === "waiting");
    }),
});

/** kthreadds run groups that know them. */
const leadersLead = always("leaders-lead", {
  state: (s) =>
    s.groups.every(
      ({ phase, task }, group) =>
        (phase !== "live" && phase !== "stopping") || task === null || s.tasks[task].runs === group,
    ),
});

const PROPERTIES = [freeIsBlank, requestsAreHeld, leadersLead];
const groups: Scenario = scenario({ ...threadGroups, properties: PROPERTIES });
const pools: Scenario = scenario({ ...serviceThreads, properties: PROPERTIES });

describe("in every state", () => {
  it.each([
    ["of a group with every flag", groups, { creators: 1, signals: false, park: false }],
    ["of a group with signals", groups, { creators: 1, otherFlags: false, park: false, limits: false }],
    ["of a pool", pools, { services: 1, size: 2, limits: false }],
  ] as const)("%s", async (_, model, scope) => {
    const result = await explore(machineOf(model, { scope }));
    expect(result.modelError).toBeNull();
    expect(result.deadlock).toBeNull();
    expect(result.complete).toBe(true);
    expect(result.outcomes.filter(({ steps }) => steps !== null).map(({ property }) => property.name)).toEqual([]);
  });
  it("I6 breaks them", async () => {
    const { outcomes } = await explore(
      machineOf(groups, { bugs: ["I6"], scope: { creators: 1, signals: false, otherFlags: false } }),
    );
    expect(outcomes.filter(({ steps }) => steps !== null).map(({ property }) => property.name)).toEqual([
      "requests-are-held",
    ]);
  });
});
