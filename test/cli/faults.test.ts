/** `leasecheck faults`: each fault alone, by both searches. */
import { expect, test } from "vitest";
import { model, run } from "./cli.js";

test("says what catches each fault, alone, and fails when one is caught by nothing", async () => {
  const { status, stdout, stderr } = await run(["faults", model("faulty"), "--walks", "50", "--seed", "3"]);
  const lines = stdout.split("\n").map((line) => line.split(/ {2,}/));
  const row = (name: string): string[] | undefined => lines.find(([first]) => first === name);
  expect(row("over")?.slice(0, 5)).toEqual(["over", "historical", "only", "below the ceiling 3", "4"]);
  // With the fault `over` away the live one is the only one, and the other way round: neither hides the other.
  expect(row("under")?.slice(0, 5)).toEqual(["under", "live", "only", "above the floor 1", "4"]);
  expect(row("harmless")?.slice(3)).toEqual(["nothing", "3", "not met"]);
  expect(stdout).toContain("Not caught by both searches: harmless.");
  expect(stderr).toBe("");
  expect(status).toBe(1);
});

test("is the same for the same seed", async () => {
  const args = ["faults", model("faulty"), "--walks", "50", "--seed", "3"];
  expect(await run(args)).toEqual(await run(args));
});
