/** `leasecheck patches`, cut short: the whole of it is in patches.full.test.ts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, run } from "./cli.js";

it("reads every patch, shows what it finds, and does not call a cut search complete", async () => {
  const cwd = folder();
  const { status, stdout } = await run(["patches", "--max-depth", "2", "--quiet", "--write", "out.md"], { cwd });
  const text = readFileSync(join(cwd, "out.md"), "utf8");
  expect([status, stdout]).toEqual([0, ""]);
  for (let number = 1; number <= 6; number++) expect(text).toMatch(new RegExp(`^## ${number}\\. \\w+: `, "m"));
  expect(text).toContain(
    "- Violates `no-use-of-freed-or-absent` (2 steps). The shortest behaviour is:\n   - set state",
  );
  expect(text).toContain("- Violates nothing.");
  expect(text).toMatch(/quick scope: nothing was found; \d+ states up to symmetry, not all\./);
});
it("refuses a place that it cannot write to", async () => {
  const { status, stderr } = await run(["patches", "--write", "no/such/out.md"]);
  expect(stderr).toMatch(/^leasecheck: [^\n]+\[[a-z-]+\]\n$/);
  expect(status).toBe(2);
});
