import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import type { Measured } from "../../bench/contestant.js";
import { documentOf } from "../../bench/document.js";
import { describeMachine, type Results } from "../../bench/results.js";
import { leaseBreak5 } from "../../bench/subjects.js";

const measured = (checker: Measured["checker"], seconds: number, others: number): Measured => {
  const run = {
    states: 514_741,
    transitions: 3_284_280,
    seconds,
    wall: seconds,
    processor: seconds,
    peak: 1e8,
    others,
  };
  return { name: `a ${checker}`, checker, subject: leaseBreak5, full: true, runs: [run] };
};
const results = (others: number): Results => ({
  date: "2026-01-02",
  quick: false,
  machine: { ...describeMachine(), spin: "6.5.2", gcc: "12.2.0" },
  missing: ["something: not there"],
  measured: [measured("leasecheck", 2, others), measured("Spin", 3, others)],
});

describe("the document", () => {
  test("has the figures, the ratio, what is missing and the machine, but not its name", () => {
    const text = documentOf(results(0), null);
    expect(text).toContain("| a leasecheck | 514,741 |   3,284,280 | 2.00 (2.00–2.00) |     1,642,140 |");
    expect(text).toContain("1.50 (1.50–1.50)");
    expect(text).toContain("Not measured: something: not there.");
    expect(text).toContain("Spin 6.5.2, gcc 12.2.0. 2026-01-02.");
    expect(text).not.toContain(hostname());
    expect(text).toContain("Not measured yet.");
  });

  test("warns when the machine was not quiet", () => {
    expect(documentOf(results(0), null)).not.toContain("not quiet");
    expect(documentOf(results(0.4), null)).toContain("others took up to 40 % of it");
  });

  test("shows a curve", () => {
    const points = [
      { states: 1e5, transitions: 4e5, seconds: 0.5, bytes: 3e6 },
      { states: 1e6, transitions: 4e6, seconds: 3.5, bytes: 4e7 },
    ];
    const text = documentOf(results(0), { scenario: "lease-core", depth: 40, peak: 2 ** 31, points });
    expect(text).toContain("lease-core: complete at depth 40; at most 2.0 GiB resident.");
    expect(text).toMatch(/100,000 +\| +0\.5 \| +200,000 \| +800,000 \| +30\.0/);
    // Rates are those since the point before.
    expect(text).toMatch(/1,000,000 \| +3\.5 \| +300,000 \| +1,200,000 \| +40\.0/);
  });
});
