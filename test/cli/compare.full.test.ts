/** The main job as a whole: every verdict is the recorded one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, run } from "./cli.js";

it("compare finds the recorded verdicts, and each violation replays", async () => {
  const cwd = folder();
  const { status, stdout } = await run(["compare", "--quiet", "--json", "out.json"], { cwd });
  expect(stdout).toMatch(/All \d+ verdicts are the recorded ones\.\n$/);
  expect(status).toBe(0);
  const { results } = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"));
  for (const { verdict, token, property } of results)
    if (verdict === "violated") {
      const replayed = await run(["replay", token]);
      expect(replayed.stdout).toMatch(new RegExp(`^${property} is violated (after|by this loop)`, "m"));
      expect(replayed.status).toBe(1);
    }
});
