/** Faults of delegations that a small search catches; all of them: faults.full.test.ts. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { delegations } from "../../../properties/scenarios.js";
import { expectCaught } from "./caught.js";

/** Those whose smallest scopes take longer than the rest together. */
const LATER = ["B5", "B6", "B8", "B9", "B23", "B28", "B36", "W-a", "W-b", "W-c", "W-i", "D2", "D3"];
const now = delegations.faults.filter(({ name }) => !LATER.includes(name));

it.each(now.map((fault) => [fault.name, fault] as const))("%s", async (_, fault) => expectCaught(fault));

it("is more than a third of the faults", () => {
  expect(now.length).toBeGreaterThan(delegations.faults.length / 3);
});

/** What the catalogue has on delegations. */
const CATALOGUE = [
  ...[5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 19, 20, 22, 23, 24, 25, 26, 28, 29, 30, 31, 33, 35, 36].map((n) => `B${n}`),
  ...["a", "b", "c", "d", "e", "f", "g"].map((letter) => `W-${letter}`),
  ...["D1", "D2", "D3", "D4"],
];

it("every fault of the catalogue is a switch, or is listed with the reason why it is none", () => {
  const page = readFileSync(new URL("../../../docs/faults.md", import.meta.url), "utf8");
  const rows = page
    .slice(page.indexOf("## Known faults that are no switches here"))
    .matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm);
  const listed = [...rows].filter(([, , why]) => why !== undefined && why.trim() !== "").map(([, name]) => name ?? "");
  const isKnown = (name: string): boolean =>
    delegations.faults.some((fault) => fault.name === name) ||
    listed.some((entry) => new RegExp(`^(.*\\b)?${name}\\b`).test(entry));
  expect(CATALOGUE.filter((name) => !isKnown(name))).toEqual([]);
});
