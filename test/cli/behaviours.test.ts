/** `leasecheck compare --behaviours D1 D2`: what one design shows and the other never does. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, run, tokenIn } from "./cli.js";

const CHANGES = "quick,localOperations=0,openWrite=false,clients=1";

describe("compare --behaviours", () => {
  it("prints both sides within 80 columns, with tokens that replay, and writes them as JSON", async () => {
    const cwd = folder();
    const args = ["compare", "--behaviours", "linux-6.18", "linux-5.0", "delegations", "--scope", CHANGES];
    const { status, stdout, stderr } = await run([...args, "--json", "out.json"], { cwd });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^What linux-5\.0 shows and linux-6\.18 never does after the same\n\n1\. recall, in 6 steps$/m,
    );
    expect(stdout).toContain("   → client 0 is recalled from file 0\n   linux-6.18 shows instead:\n");
    expect(stdout).toContain("   | set attributes of client 0, file 0: done\n");
    expect(stdout).toContain("Complete: ");
    const lines = stdout.split("\n").filter((line) => !line.includes("replay lc1_"));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const { behaviours } = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"));
    expect(behaviours[1]).toMatchObject({
      scenario: "delegations",
      only: "linux-5.0",
      other: "linux-6.18",
      differences: { complete: true, found: [{ kind: "recall" }] },
    });
    expect((await run(["replay", tokenIn(stdout)])).stdout).toContain("set attributes");
  });

  it("says what it left out, and what it is asked in vain", async () => {
    const cut = await run(["compare", "--behaviours", "tgid", "linux-6.18", "lease-core", "--max-depth", "2"]);
    expect(cut.stdout).toMatch(/Nothing was found\.\n\nNot complete: \d+ pairs, every behaviour of up to 2 steps\./);
    expect(cut.status).toBe(3);
  });

  it.each([
    [["--behaviours", "tgid"], "two designs"],
    [["--behaviours", "tgid", "keyring", "lease-core"], '"keyring"'],
    [["--scope", "quick"], "--behaviours"],
  ])("%j is refused in one line", async (args, named) => {
    const { status, stderr } = await run(["compare", ...args]);
    expect(stderr).toMatch(/^leasecheck: [^\n]+\[[a-z-]+\]\n$/);
    expect(stderr).toContain(named);
    expect(status).toBe(2);
  });
});
