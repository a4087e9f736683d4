/** The table of requirements names every one, and only properties that exist. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { delegations } from "../../properties/scenarios.js";

const rows = readFileSync(new URL("../../docs/requirements.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => /^\| R\d/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

it("has R1 to R31, each with an answer", () => {
  expect(rows.map(([, name]) => name)).toEqual(Array.from({ length: 31 }, (_, n) => `R${n + 1}`));
  for (const row of rows) expect(row[3]).not.toBe("");
});

it("names properties, scope keys and actions that exist", () => {
  const known = [
    ...delegations.properties.map(({ name }) => name),
    ...Object.keys(delegations.scope),
    ...delegations.actions.map(({ name }) => name),
  ];
  const named = rows.flatMap((row) => [...(row[3] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named.length).toBeGreaterThan(20);
  expect(known).toEqual(expect.arrayContaining(named));
});
