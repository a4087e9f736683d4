/** The catalogue of properties, faults and recorded verdicts fits together. */
import { describe, expect, it } from "vitest";
import { expected, recordedVerdict } from "../../properties/expected.js";
import { builtIn } from "../../properties/scenarios.js";
import { machineOf } from "../../src/machine/machine.js";

describe.each(builtIn.map((scenario) => [scenario.name, scenario] as const))("%s", (_, scenario) => {
  const policies = Object.entries(scenario.scope).flatMap(([name, key]) => {
    if (key.kind === "number") return [];
    return (key.kind === "flag" ? [true, false] : key.values).map((value) => `${name}=${value}`);
  });
  const culprits = [...[...scenario.designs, ...scenario.faults].map(({ name }) => name), ...policies];
  const known = scenario.actions.map(({ name }) => name);
  const must = scenario.properties.filter(({ kind }) => kind !== "sometimes");

  it.each(must.map((property) => [property.name, property] as const))(
    "property %s is documented",
    (_name, property) => {
      expect(property.says).not.toBe("");
      expect(property.source).not.toBe("");
      expect(property.violatedBy.length).toBeGreaterThan(0);
      expect(culprits).toEqual(expect.arrayContaining([...property.violatedBy]));
    },
  );
  it("has properties that watch actions of its own", () => {
    for (const { on } of scenario.properties) expect(known).toEqual(expect.arrayContaining([...(on ?? [])]));
  });
  it.each([
    ["properties", scenario.properties.map(({ name }) => name)],
    ["actions", known],
  ])("has %s of different names", (_what, names) => expect(new Set(names).size).toBe(names.length));
  it.each(scenario.actions.map((action) => [action.name, action] as const))(
    "action %s says what makes it atomic, and where that was read",
    (_name, action) => {
      expect(action.atomicUnder).not.toBe("");
      expect(action.source).not.toBe("");
    },
  );
  it.each(scenario.faults.map(({ name }) => [name]))("fault %s violates some property", (name) => {
    expect(must.some(({ violatedBy }) => violatedBy.includes(name))).toBe(true);
  });
  it.each(scenario.designs.map(({ name }) => [name]))(
    "has, under %s, a recorded verdict for each property that applies, and no other",
    (design) => {
      const applying = machineOf(scenario, { scope: "quick", design }).properties.map((property) => property.name);
      const recorded = Object.keys(expected[scenario.name]?.[design] ?? {});
      expect(recorded.sort()).toEqual([...applying, "no-deadlock"].sort());
    },
  );
  it("has situations that are recorded as reached, except under patch sets with faults", () => {
    for (const { name, kind } of scenario.properties)
      if (kind === "sometimes")
        for (const { name: design, faults = [] } of scenario.designs)
          expect([undefined, "reached", ...(faults.length > 0 ? ["unreached"] : [])]).toContain(
            recordedVerdict(scenario.name, design, name)?.verdict,
          );
  });
});

describe("the recorded verdicts", () => {
  it("are none for what is not known", () => {
    expect(recordedVerdict("lease-core", "tgid", "no-such-property")).toBeUndefined();
    expect(recordedVerdict("no-such-scenario", "tgid", "no-deadlock")).toBeUndefined();
  });
});
