/** `leasecheck compare`, cut short: the whole of it is in compare.full.test.ts. */
import { describe, expect, it } from "vitest";
import { folder, namesIn, run, runAlone } from "./cli.js";

describe("compare", () => {
  it("prints scope, designs and properties, and does not call a cut search a contradiction", async () => {
    const { status, stdout, stderr } = await run(["compare", "--max-depth", "3", "--quiet"]);
    expect(stdout).toMatch(/lease-core: [^\n]+\n {2}scope {3}tasks=/);
    expect(stdout).toMatch(/^property +linux-6\.18 +linux-5\.0 +tgid +tgid-opt-in$/m);
    expect(stdout).toMatch(/^no-deadlock +! holds up to depth 3/m);
    expect(stdout).toMatch(/tgid, no-deadlock: recorded as holds, found holds-to-depth/);
    expect(stderr).toBe("");
    expect(status).toBe(3);
  });

  it("can be interrupted", async () => {
    const cwd = folder();
    const { status, stdout } = await runAlone(["compare", "--json", "out.json"], {
      cwd,
      onStderr: (_, kill) => kill("SIGINT"),
    });
    expect(stdout).toContain("Interrupted: the table is not complete.");
    expect(status).toBe(130);
    expect(namesIn(cwd)).toEqual(["out.json"]);
  });
});
