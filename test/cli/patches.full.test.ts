/** The reading of the patches in the documentation is what the command finds. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, run } from "./cli.js";

it("docs/patches.md is written by the command", async () => {
  const cwd = folder();
  await run(["patches", "--quiet", "--write", "out.md"], { cwd });
  const documented = readFileSync(new URL("../../docs/patches.md", import.meta.url), "utf8");
  expect(readFileSync(join(cwd, "out.md"), "utf8")).toBe(documented);
});
