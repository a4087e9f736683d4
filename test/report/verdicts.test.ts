/** Verdicts say no more than was searched. */
import { describe, expect, it } from "vitest";
import { author } from "../../src/machine/author.js";
import { machineOf } from "../../src/machine/machine.js";
import { scenario } from "../../src/machine/scenario.js";
import { exitStatus, verdictWords } from "../../src/report/row.js";
import { exerciseOf, verdictsOf } from "../../src/report/verdicts.js";
import { boolean, range, record } from "../../src/schema/schema.js";
import { explore } from "../../src/search/explore.js";
import type { ExploreOptions } from "../../src/search/options.js";

const state = record({ n: range(0, 5), never: boolean() });
const { action, always, sometimes } = author(state);
const count = action("count", {
  enabled: (s) => s.n < 5,
  effect: (draft) => {
    draft.n = draft.n + 1;
  },
});
const overflow = action("overflow", {
  enabled: (s) => s.n === 5,
  effect: (draft) => {
    draft.n = 6;
  },
});
const sleep = action("sleep", { enabled: (s) => s.never, effect: () => {} });
const counter = (actions = [count], final = true) =>
  scenario({
    name: "counter",
    state,
    actions,
    properties: [
      always("bounded", { state: (s) => s.n <= 5 }),
      always("below-three", { state: (s) => s.n < 3 }),
      always("about-nothing", { state: () => true, exercisedWhen: (s) => s.never }),
      sometimes("five", { state: (s) => s.n === 5 }),
      sometimes("asleep", { state: (s) => s.never }),
    ],
    final: (s) => final && s.n === 5,
  });
const rows = async (options: ExploreOptions = {}, model = counter()) =>
  verdictsOf(await explore(machineOf(model), options));
const verdicts = (of: Awaited<ReturnType<typeof rows>>) =>
  Object.fromEntries(of.map(({ property, verdict }) => [property, verdict]));

describe("verdictsOf", () => {
  it("decides everything after a complete search", async () => {
    const found = await rows();
    expect(verdicts(found)).toEqual({
      bounded: "holds",
      "below-three": "violated",
      "about-nothing": "vacuous",
      five: "reached",
      asleep: "unreached",
      "no-deadlock": "holds",
    });
    expect(found.find(({ property }) => property === "below-three")?.steps).toHaveLength(3);
    expect(found.find(({ property }) => property === "bounded")?.exercised).toBe(6);
  });

  it("holds only to a depth when the depth was limited", async () => {
    const found = await rows({ maxDepth: 2 });
    expect(verdicts(found)).toEqual({
      bounded: "holds-to-depth",
      "below-three": "holds-to-depth",
      "about-nothing": "vacuous",
      five: "unknown",
      asleep: "unknown",
      "no-deadlock": "holds-to-depth",
    });
    expect(verdictWords(found[0] as (typeof found)[number])).toBe("holds up to depth 2");
  });

  it("knows nothing when another limit was hit, and says which", async () => {
    const found = await rows({ maxStates: 2 });
    expect(verdicts(found)).toMatchObject({ bounded: "unknown", "about-nothing": "unknown", "no-deadlock": "unknown" });
    expect(verdictWords(found[0] as (typeof found)[number])).toBe("unknown: the limit on states was hit");
  });

  it("reports a deadlock with its behaviour", async () => {
    const found = await rows({}, counter([count], false));
    expect(found.find(({ property }) => property === "no-deadlock")).toMatchObject({
      verdict: "violated",
      kind: "deadlock",
    });
    expect(found.find(({ property }) => property === "no-deadlock")?.steps).toHaveLength(5);
  });

  it("reports a model error as a row, and no property as holding beside it", async () => {
    const found = await rows({}, counter([count, overflow]));
    const error = found.find(({ property }) => property === "model-error");
    expect(error).toMatchObject({ verdict: "model-error" });
    expect(error?.steps).toHaveLength(6);
    expect(error?.message).toContain("cannot be 6");
    expect(verdicts(found)).toMatchObject({ bounded: "unknown", "below-three": "violated", "no-deadlock": "unknown" });
  });

  it("lists actions that never fire, but only when the search was complete", async () => {
    expect(verdicts(await rows({}, counter([count, sleep])))).toMatchObject({ sleep: "vacuous" });
    expect(verdicts(await rows({ maxDepth: 2 }, counter([count, sleep])))).not.toHaveProperty("sleep");
  });

  it("judges vacuity over all the explorations of a command", async () => {
    const result = await explore(machineOf(counter([count, sleep])));
    const exercise = { properties: new Set(["about-nothing"]), actions: new Set(["count", "sleep"]) };
    const found = verdicts(verdictsOf(result, 0, exercise));
    expect(found).toMatchObject({ "about-nothing": "holds" });
    expect(found).not.toHaveProperty("sleep");
    expect([...exerciseOf([result]).actions]).toEqual(["count"]);
  });
});

describe("exitStatus", () => {
  it.each([
    [["holds", "reached", "sampled", "holds-with-omission"], 0],
    [["holds", "vacuous"], 3],
    [["holds", "unreached"], 3],
    [["holds-to-depth"], 3],
    [["unknown"], 3],
    [["unknown", "violated"], 1],
    [["vacuous", "model-error"], 1],
    [[], 3],
  ] as const)("%j gives %i", (verdicts, status) => {
    expect(exitStatus(verdicts)).toBe(status);
  });
});
