/** Counterexamples of today's faults, as `check` prints them, done by the running kernel. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { actors } from "../model/kernel/kernel.js";
import { folder, run } from "./cli.js";

const program = await actors();
const why = typeof program === "string" ? ` (skipped: ${program})` : "";
if (typeof program !== "string") program.remove();

const FAULTS = {
  B16: "no-unannounced-weakening",
  B17: "holder-is-told",
  B18: "truncation-asks-every-holder",
};

test.skipIf(typeof program === "string")(`B16, B17 and B18${why}`, async (context) => {
  const cwd = folder();
  const properties = ["--property", Object.values(FAULTS).join(",")];
  await run(["check", "lease-core", "--scope", "quick", ...properties, "--json", "x.json", "--quiet"], { cwd });
  const { results } = JSON.parse(readFileSync(join(cwd, "x.json"), "utf8")) as {
    results: { property: string; verdict: string; token: string }[];
  };
  for (const property of Object.values(FAULTS)) {
    const found = results.find((result) => result.property === property);
    expect(found?.verdict).toBe("violated");
    const { status, stdout, stderr } = await run(["conform", "--token", found?.token ?? ""]);
    // A busy machine, or one that does not let us set the break time.
    if (status === 3 || /\[(busy|no-right)\]/.test(stderr)) context.skip(stderr || stdout);
    expect(stdout).toContain(`The kernel did all of it, and it violates ${property}.`);
    expect(status).toBe(0);
  }
});
