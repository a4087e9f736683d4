/** The catalogue of properties, faults and recorded verdicts fits together. */
import { describe, expect, it } from "vitest";
import { expected, recordedVerdict } from "../../properties/expected.js";
import { leaseCoreProperties, leaseCoreSituations } from "../../properties/index.js";
import { builtIn, leaseCore } from "../../properties/scenarios.js";
import { machineOf } from "../../src/machine/machine.js";

const culprits = [...leaseCore.designs, ...leaseCore.faults].map(({ name }) => name);

describe("the properties", () => {
  it.each(leaseCoreProperties.map((property) => [property.name, property] as const))(
    "%s is documented",
    (_, property) => {
      expect(property.says).not.toBe("");
      expect(property.source).not.toBe("");
      expect(property.violatedBy.length).toBeGreaterThan(0);
      expect(culprits).toEqual(expect.arrayContaining([...property.violatedBy]));
    },
  );
  it("watch actions that some machine has", () => {
    const known = leaseCore.actions.map(({ name }) => name);
    for (const { on } of leaseCore.properties) expect(known).toEqual(expect.arrayContaining([...(on ?? [])]));
  });
  it("have different names", () => {
    const names = leaseCore.properties.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the faults", () => {
  it.each(leaseCore.faults.map(({ name }) => [name]))("%s violates some property", (name) => {
    expect(leaseCoreProperties.some(({ violatedBy }) => violatedBy.includes(name))).toBe(true);
  });
});

describe("the recorded verdicts", () => {
  it.each(builtIn.flatMap((scenario) => scenario.designs.map(({ name }) => [scenario.name, name, scenario] as const)))(
    "%s, %s: one for each property that applies, and no other",
    (name, design, scenario) => {
      const applying = machineOf(scenario, { scope: "quick", design }).properties.map((property) => property.name);
      const recorded = Object.keys(expected[name]?.[design] ?? {});
      expect(recorded.sort()).toEqual([...applying, "no-deadlock"].sort());
    },
  );
  it("are none for what is not known", () => {
    expect(recordedVerdict("lease-core", "tgid", "no-such-property")).toBeUndefined();
    expect(recordedVerdict("no-such-scenario", "tgid", "no-deadlock")).toBeUndefined();
  });
  it("of situations are that they are reached", () => {
    for (const { name } of leaseCoreSituations)
      expect(recordedVerdict("lease-core", "linux-6.18", name)).toEqual({ verdict: "reached" });
  });
});
