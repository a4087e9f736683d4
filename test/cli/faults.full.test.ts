/** Every seeded fault of the built-in scenarios is caught by exhaustive and by seeded random search. */
import { expect, test } from "vitest";
import { run } from "./cli.js";

test("every fault is caught by both searches", async () => {
  const { status, stdout } = await run(["faults", "--seed", "1", "--walk-time", "600"]);
  console.log(stdout);
  expect(stdout).toMatch(/All \d+ faults are caught by both searches\./);
  expect(status).toBe(0);
});
