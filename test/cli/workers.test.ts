/** `--workers`: the same report for any number, and what happens when one dies. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, model, run, runAlone } from "./cli.js";

/** A report without times. */
const timeless = (text: string): string =>
  text.replace(/, [\d.]+ (?:s|min), [\d,]+ transitions\/s/g, "").replace(/"(seconds|workers)": [\d.]+/g, "");

describe("--workers", () => {
  it("changes nothing in the report but the times", async () => {
    const reports = [];
    for (const workers of ["1", "3"]) {
      const cwd = folder();
      const args = [
        "check",
        "lease-core",
        "--scope",
        "quick",
        "--max-depth",
        "10",
        "--no-liveness",
        "--workers",
        workers,
      ];
      const { stdout, status } = await run([...args, "--json", "out.json", "--quiet"], { cwd });
      reports.push([status, timeless(stdout), timeless(readFileSync(join(cwd, "out.json"), "utf8"))]);
    }
    expect(reports[0]?.[1]).toContain("VIOLATED");
    expect(reports[1]).toEqual(reports[0]);
  });

  it("works for models of one's own", async () => {
    const [alone, shared] = await Promise.all(
      ["1", "2"].map((workers) =>
        run(["check", model("big"), "--max-states", "60000", "--workers", workers, "--quiet"]),
      ),
    );
    expect(shared?.stderr).toBe("");
    expect(timeless(shared?.stdout ?? "")).toBe(timeless(alone?.stdout ?? "?"));
  });

  it("says so when a worker dies, and what was found until then", async () => {
    const { status, stdout, stderr } = await runAlone(["check", model("deserter"), "--workers", "2", "--quiet"]);
    expect(stderr).toBe("leasecheck: a worker died: it ended with status 7\n");
    expect(stdout).toMatch(/bounded +unknown: a worker died/);
    expect(stdout).toContain("Not complete: a worker died.");
    expect(status).toBe(3);
  });
});
