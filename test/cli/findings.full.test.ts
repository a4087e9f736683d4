/** The findings in the documentation are what the command finds. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, run } from "./cli.js";

it("docs/findings.md is written by the command", async () => {
  const cwd = folder();
  await run(["findings", "--quiet", "--write", "out.md"], { cwd });
  const documented = readFileSync(new URL("../../docs/findings.md", import.meta.url), "utf8");
  expect(readFileSync(join(cwd, "out.md"), "utf8")).toBe(documented);
});

it("docs/userspace.md is written by the command", async () => {
  const cwd = folder();
  await run(["findings", "userspace-server", "--quiet", "--write", "out.md"], { cwd });
  const documented = readFileSync(new URL("../../docs/userspace.md", import.meta.url), "utf8");
  expect(readFileSync(join(cwd, "out.md"), "utf8")).toBe(documented);
});
