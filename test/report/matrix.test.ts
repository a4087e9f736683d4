/** The table of `compare` on pages of different width. */
import { describe, expect, it } from "vitest";
import { type MatrixCell, matrix } from "../../src/report/matrix.js";
import { paintFor, plain } from "../../src/report/paint.js";
import type { ResultRow } from "../../src/report/row.js";

const cell = (design: string, property: string, holds: boolean): MatrixCell => {
  const row: ResultRow = {
    scenario: "s",
    design,
    bugs: [],
    mends: [],
    property,
    kind: "state",
    verdict: holds ? "holds" : "violated",
    exercised: 1,
    steps: holds ? null : [{ action: "a", parameters: {} }],
    limit: null,
    depth: 1,
    exploration: 0,
    message: null,
  };
  return { row, mended: null, asRecorded: true };
};

const designs = ["early", "middle", "late", "alike"];
const cells = designs.flatMap((design) => [
  cell(design, "never-early", design !== "early"),
  cell(design, "never-late", design !== "late"),
]);
const widest = (text: string): number => Math.max(...text.split("\n").map((line) => line.length));

describe("the table", () => {
  it("has a column for each design where they fit", () => {
    expect(matrix(cells, designs, plain, 60)).toBe(
      [
        "property     early       middle  late        alike",
        "───────────  ──────────  ──────  ──────────  ─────",
        "never-early  violated 1  holds   holds       holds",
        "never-late   holds       holds   violated 1  holds",
      ].join("\n"),
    );
  });
  it("has one column for designs that agree in all where they do not", () => {
    expect(matrix(cells, designs, plain, 49)).toBe(
      [
        "property     early       middle +1  late",
        "───────────  ──────────  ─────────  ──────────",
        "never-early  violated 1  holds      holds",
        "never-late   holds       holds      violated 1",
        "",
        "middle +1: the same for alike",
      ].join("\n"),
    );
  });
  it("is several tables on a narrow page, and no more than are needed", () => {
    const narrow = matrix(cells, designs, plain, 40);
    expect(widest(narrow)).toBeLessThanOrEqual(40);
    expect(narrow.match(/^property.*$/gm)).toEqual(["property     early       middle +1", "property     late"]);
  });
  it("is as wide when painted", () => {
    const colours = paintFor({ isTTY: true }, {});
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour begins with
    const unpainted = matrix(cells, designs, colours, 49).replace(/\u001b\[[0-9;]*m/g, "");
    expect(unpainted).toBe(matrix(cells, designs, plain, 49));
  });
});
