/** The summary says what the cells say, and changes with them. */
import { describe, expect, it } from "vitest";
import { expected, recordedVerdict } from "../../properties/expected.js";
import { builtIn } from "../../properties/scenarios.js";
import { summary } from "../../properties/summary.js";
import type { Verdict } from "../../src/machine/verdict.js";
import type { MatrixCell } from "../../src/report/matrix.js";
import { plain } from "../../src/report/paint.js";
import { summaryReport } from "../../src/report/summary.js";

const STEPS = Array.from({ length: 17 }, () => ({ action: "step", parameters: {} }));

const cellOf = (scenario: string, design: string, property: string, verdict: Verdict): MatrixCell => ({
  row: {
    scenario,
    design,
    property,
    verdict,
    bugs: [],
    mends: [],
    kind: "state",
    exercised: 1,
    steps: verdict === "violated" || verdict === "reached" ? STEPS : null,
    limit: null,
    depth: 3,
    exploration: 0,
    message: null,
  },
  mended: null,
  asRecorded: true,
});

const recorded = Object.entries(expected).flatMap(([scenario, designs]) =>
  Object.entries(designs).flatMap(([design, properties]) =>
    Object.entries(properties).map(([property, { verdict }]) => cellOf(scenario, design, property, verdict)),
  ),
);
const statements = summary.flatMap((line) => line.statements);
const report = (cells: readonly MatrixCell[], width = 80) => summaryReport(summary, cells, plain, width);
/** Everything on one line, whatever the width. */
const flat = (text: string): string => text.replace(/\s+/g, " ");

describe("the summary", () => {
  it("has five lines, about cells that are recorded and properties that can be explained", () => {
    expect(summary).toHaveLength(5);
    for (const { scenario, design, property } of statements) {
      expect(recordedVerdict(scenario, design, property)).toBeDefined();
      const found = builtIn.find(({ name }) => name === scenario);
      expect(found?.properties.map(({ name }) => name)).toContain(property);
    }
  });
  it.each([80, 120])("fits a page of %i columns", (width) => {
    const lines = report(recorded, width).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.filter((line) => /^ {2}\d\. /.test(line))).toHaveLength(5);
    expect(lines.length).toBeLessThan(25);
  });
  it.each(statements.map((one) => [`${one.scenario}, ${one.design}, ${one.property}`, one] as const))(
    "says something else when the verdict changes: %s",
    (_name, { scenario, design, property, good, bad }) => {
      const others = recorded.filter(
        ({ row }) => row.scenario !== scenario || row.design !== design || row.property !== property,
      );
      const at = (verdict: Verdict) => flat(report([...others, cellOf(scenario, design, property, verdict)]));
      expect(at("holds")).toContain(good);
      expect(at("violated")).toContain(`${bad} (17 steps)`);
      expect(at("unknown")).toContain(`${property} under ${design}: unknown`);
      expect(at("holds-to-depth")).toContain(`${property} under ${design}: holds up to depth 3`);
      expect(flat(report(others))).toContain(`${property} under ${design} was not judged`);
    },
  );
});
