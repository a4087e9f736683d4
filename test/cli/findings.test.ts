/** `leasecheck findings`, cut short: the whole of it is in findings.full.test.ts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, run } from "./cli.js";

it("asks every question of every design, and does not call a cut search complete", async () => {
  const { status, stdout } = await run(["findings", "--max-depth", "1", "--quiet"]);
  expect(stdout).toMatch(/^\| `linux-5\.0` \| holds \|/m);
  expect(stdout).toContain("| before the VFS call | listed leases | by i_rwsem |");
  expect(stdout).toContain("**Not all were complete.**");
  expect(status).toBe(0);
});

it("writes where it is told to, and refuses a place that it cannot write to", async () => {
  const cwd = folder();
  const { stdout } = await run(["findings", "userspace-server", "--max-depth", "1", "--quiet", "--write", "out.md"], {
    cwd,
  });
  expect(stdout).toBe("");
  expect(readFileSync(join(cwd, "out.md"), "utf8")).toMatch(/^# Servers in user space\n/);
  const { status, stderr } = await run(["findings", "--write", "no/such/out.md"], { cwd });
  expect(stderr).toMatch(/^leasecheck: [^\n]+\[[a-z-]+\]\n$/);
  expect(status).toBe(2);
});

it("has questions about servers in user space as well, and about nothing else", async () => {
  const { status, stdout } = await run(["findings", "userspace-server", "--max-depth", "1", "--quiet"]);
  expect(stdout).toMatch(/^\| threads, pinned \| [^|]+ \| holds \| holds \| holds \|$/m);
  expect(stdout).toContain("**Not all were complete.**");
  expect(status).toBe(0);
  const other = await run(["findings", "lease-core"]);
  expect(other.stderr).toMatch(/^leasecheck: [^\n]+\[no-findings\]\n$/);
  expect(other.status).toBe(2);
});
