import { expect, test } from "vitest";
import type { Scenario } from "../../src/index.js";
import { explored, stepsOf, troubles } from "./explored.js";

/** The examples are modules of users: plain JavaScript that takes the built package by its name. */
const example = async (name: string): Promise<Scenario> =>
  ((await import(new URL(`../../examples/${name}.js`, import.meta.url).href)) as { default: Scenario }).default;

test("an update is lost unless workers lock", async () => {
  const lostUpdate = await example("lost-update");
  const unlocked = await explored(lostUpdate, { design: "unlocked" });
  expect(stepsOf(unlocked, "every-update-counts")).toEqual(["read", "read", "write", "write"]);
  expect(troubles(await explored(lostUpdate, { design: "locked" }))).toEqual([]);
});

test("four gallons take six steps", async () => {
  expect(stepsOf(await explored(await example("two-jugs")), "four-gallons")).toHaveLength(6);
});
