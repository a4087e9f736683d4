/** Designs against properties, and what mending a live fault changes. */
import { describe, expect, it } from "vitest";
import { compareDesigns } from "../../src/cli/comparison.js";
import { author, constants } from "../../src/machine/author.js";
import { machineOf } from "../../src/machine/machine.js";
import { type Scenario, scenario, type Variant } from "../../src/machine/scenario.js";
import { comparisonReport, type Judged } from "../../src/report/comparison.js";
import { plain } from "../../src/report/paint.js";
import { range, record } from "../../src/schema/schema.js";
import { explore } from "../../src/search/explore.js";

const state = record({ n: range(0, 9) });
const { action, never, sometimes } = author(state, constants<{ most: number; leaks: boolean }>());

/** A counter that stops at what the design says; the fault L1 lets it go on. */
const counters: Scenario = scenario({
  name: "counters",
  says: "counters that ought to stop",
  state,
  designs: [
    { name: "three", says: "stops at three", source: "" },
    { name: "six", says: "stops at six", source: "" },
  ],
  faults: [{ name: "L1", kind: "live", says: "goes one further", source: "" }],
  constants: ({ design, has }) => ({ most: design.name === "three" ? 3 : 6, leaks: has("L1") }),
  actions: [
    action("count", {
      enabled: (s) => s.n < s.constants.most + (s.constants.leaks ? 1 : 0),
      effect: (draft) => {
        draft.n = draft.n + 1;
      },
    }),
  ],
  properties: [
    never("above-three", { says: "never above three", violatedBy: ["six", "L1"], state: (s) => s.n > 3 }),
    never("above-six", { violatedBy: ["L1"], state: (s) => s.n > 6 }),
    never("at-two", { state: (s) => s.n === 2 }),
    never("about-six", {
      violatedBy: ["six"],
      applies: ({ most }) => most === 6,
      state: (s) => s.n === 6,
    }),
    sometimes("five", { state: (s) => s.n === 5 }),
  ],
  deadlocks: false,
});

async function compared() {
  const machines: string[] = [];
  const comparison = await compareDesigns(counters, (machine) => {
    machines.push([machine.design.name, ...machine.mends].join("-"));
    return explore(machine);
  });
  return { machines, ...comparison };
}

describe("compareDesigns", () => {
  it("explores each design, and once more for the violated cells that live faults may have caused", async () => {
    const { machines, cells } = await compared();
    expect(machines).toEqual(["three", "six", "three-L1", "six-L1"]);
    expect(
      cells.map(({ row, mended }) => [row.design, row.property, row.verdict, row.steps?.length, mended?.verdict]),
    ).toEqual([
      ["three", "above-three", "violated", 4, "holds"],
      ["three", "above-six", "holds", undefined, undefined],
      ["three", "at-two", "violated", 2, undefined],
      ["three", "five", "unreached", undefined, undefined],
      ["six", "above-three", "violated", 4, "violated"],
      ["six", "above-six", "violated", 7, "holds"],
      ["six", "at-two", "violated", 2, undefined],
      ["six", "about-six", "violated", 6, undefined],
      ["six", "five", "reached", 5, undefined],
    ]);
  });

  it("stops where it is interrupted", async () => {
    let left = 1;
    const { results, cells } = await compareDesigns(counters, (machine) =>
      left-- > 0 ? explore(machine) : Promise.resolve(null),
    );
    expect(results).toHaveLength(1);
    expect(cells.every(({ row, mended }) => row.design === "three" && mended === null)).toBe(true);
  });
});

describe("a design with faults of its own", () => {
  const posted = {
    ...counters,
    designs: [
      { name: "three", says: "stops at three", source: "" },
      { name: "posted", says: "stops at three, or so it says", source: "", faults: ["P"] },
    ],
    faults: [{ name: "P", kind: "as posted" as const, says: "goes three further", source: "" }],
    constants: ({ has }: Variant) => ({ most: has("P") ? 6 : 3, leaks: false }),
    properties: counters.properties
      .filter(({ name }) => name === "above-three")
      .map((property) => ({ ...property, violatedBy: ["P"] })),
  };

  it("is explored with them, and once more with those mended that are to blame", async () => {
    const machines: string[] = [];
    const { cells } = await compareDesigns(posted, (machine) => {
      machines.push([machine.design.name, ...machine.mends].join("-"));
      return explore(machine);
    });
    expect(machines).toEqual(["three", "posted", "posted-P"]);
    expect(cells.map(({ row, mended }) => [row.design, row.verdict, mended?.verdict])).toEqual([
      ["three", "holds", undefined],
      ["posted", "violated", "holds"],
    ]);
  });
  it("has them to mend, and not to add; elsewhere it is the other way round", () => {
    expect(() => machineOf(posted, { design: "posted", bugs: ["P"] })).toThrow("present unless --mend P removes it");
    expect(() => machineOf(posted, { design: "three", mends: ["P"] })).toThrow("absent unless --bug P adds it");
    expect(machineOf(posted, { design: "posted", mends: ["P"] }).constants).toEqual({ most: 3, leaks: false });
    expect(machineOf(posted, { bugs: ["P"] }).constants).toEqual({ most: 6, leaks: false });
  });
});

describe("the report", () => {
  it("is a table that explains itself, and marks what is not as recorded", async () => {
    const { cells, results } = await compared();
    const judged = cells.map(
      (cell): Judged => ({
        ...cell,
        asRecorded: cell.row.property !== "at-two",
        difference: "",
      }),
    );
    const report = comparisonReport(counters, results, judged, plain, 80);
    expect(report).toContain(
      [
        "property     three         six",
        "───────────  ────────────  ───────────────",
        "above-three  violated 4    violated 4",
        "             −L1: holds    −L1: violated 4",
        "above-six    holds         violated 7",
        "                           −L1: holds",
        "at-two       ! violated 2  ! violated 2",
        "about-six    –             violated 6",
      ].join("\n"),
    );
    expect(report).toContain("  −L1: …");
    expect(report).toContain("  !           not the recorded verdict");
    expect(report).toContain("  –           the property says nothing about this design");
    expect(report).toMatch(/above-three +never above three/);
    expect(report).toMatch(/three +stops at three/);
    expect(report).toMatch(/L1 +\[live\] goes one further/);
  });

  it("searches designs that make the same machine once, and says so", async () => {
    const twins: Scenario = {
      ...counters,
      designs: [...counters.designs, { name: "half a dozen", says: "stops at six", source: "" }],
    };
    const searched: string[] = [];
    const { results } = await compareDesigns(twins, (machine) => {
      searched.push(machine.design.name);
      return explore(machine);
    });
    expect(searched.filter((name) => name === "half a dozen")).toEqual([]);
    expect(results[2]).toMatchObject({ sameAs: "six", machine: { design: { name: "half a dozen" } } });
    expect(results[2]?.states).toBe(results[1]?.states);
  });

  it("searches machines apart whose constants hold code", async () => {
    const coded: Scenario = {
      ...counters,
      designs: counters.designs.map(({ name, says, source }) => ({ name, says, source })),
      constants: ((choice: never) => ({ ...(counters.constants(choice) as object), most: 3, rule: () => 1 })) as never,
    };
    const searched: string[] = [];
    await compareDesigns(coded, (machine) => {
      searched.push(machine.design.name);
      return explore(machine);
    });
    expect(new Set(searched)).toEqual(new Set(["three", "six"]));
  });
});
