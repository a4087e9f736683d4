/** Other people's tests, carried out on the running kernel under strace: what was recorded is a behaviour of the model. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { whyNoStrace } from "../../model/kernel/recorder/strace-program.js";
import { folder, runAlone } from "../cli/cli.js";
import { actors } from "../model/kernel/kernel.js";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const program = process.platform === "linux" ? await actors() : "not on Linux";
const why = typeof program === "string" ? program : whyNoStrace();
if (typeof program !== "string") program.remove();

test.skipIf(why !== null)(`fifty cases under strace${why ? ` (skipped: ${why})` : ""}`, async () => {
  const cases = [path("../../dist/src/cli/main.js"), "case", path(".")];
  const { status, stdout } = await runAlone(["validate", "--record", "--", process.execPath, ...cases], {
    env: { TMPDIR: folder() },
  });
  expect(stdout).toMatch(/50 as expected/);
  expect(stdout.match(/: fits: /g)?.length).toBeGreaterThanOrEqual(50);
  expect(stdout).not.toMatch(/REFUSED/);
  expect(status).toBe(0);
});
