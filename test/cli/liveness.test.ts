/** Liveness on the command line: verdicts, lassos, tokens, and what the search for safety has to do with it: nothing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, model, run } from "./cli.js";

interface Row {
  readonly property: string;
  readonly verdict: string;
  readonly steps: number | null;
  readonly loop?: number;
  readonly token: string | null;
}

async function check(cwd: string, ...options: string[]): Promise<{ readonly stdout: string; readonly rows: Row[] }> {
  const json = join(cwd, "report.json");
  const { stdout } = await run(["check", model("lamps"), "--json", json, "--quiet", ...options], { cwd });
  return { stdout, rows: (JSON.parse(readFileSync(json, "utf8")) as { results: Row[] }).results };
}

describe("check", () => {
  it("gives verdicts on liveness, the same with two workers and after a resumed search", async () => {
    const cwd = folder();
    const { stdout, rows } = await check(cwd, "--workers", "1");
    expect(Object.fromEntries(rows.map(({ property, verdict }) => [property, verdict]))).toMatchObject({
      "turns-green": "holds",
      "is-used": "violated",
      "never-both": "violated",
      "lamps-live": "holds",
    });
    expect(stdout).toContain("assumes: every lamp goes on (weak fairness)");
    expect(stdout).toContain("Never on the loop: it is used");
    expect(stdout).toContain("Fair: every lamp goes on (1) (weak): step");
    expect((await check(cwd, "--workers", "2")).rows).toEqual(rows);
    expect((await check(cwd, "--workers", "2", "--max-depth", "1", "--checkpoint", "kept")).rows).not.toEqual(rows);
    expect((await check(cwd, "--workers", "2", "--resume", "kept")).rows).toEqual(rows);

    const used = rows.find(({ property }) => property === "is-used");
    const replayed = await run(["replay", used?.token ?? "", model("lamps")], { cwd });
    expect(replayed.status).toBe(1);
    expect(replayed.stdout).toContain("For ever:");
    expect(replayed.stdout).toContain("is-used is violated by this loop.");
  });

  it("leaves liveness out on demand, but not what was asked for by name", async () => {
    const without = await run(["check", model("lamps"), "--no-liveness", "--quiet"]);
    expect(without.status).toBe(0);
    expect(without.stdout).toContain("Liveness: left out.");
    const refused = await run(["check", model("lamps"), "--no-liveness", "--property", "is-used"]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("--no-liveness leaves out is-used");
  });
});

describe("random", () => {
  it("finds the server that blocks, and its token replays", async () => {
    const cwd = folder();
    const scope = ["--scope", "patience=block,revocation=false", "--design", "linux-6.18"];
    const walks = ["--walks", "100", "--seed", "1", "--quiet", "--json", join(cwd, "report.json")];
    const { status, stdout } = await run([
      "random",
      "delegations",
      ...scope,
      "--property",
      "no-server-deadlock",
      ...walks,
    ]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^no-server-deadlock +VIOLATED/m);
    expect(stdout).toContain("(as a walk showed it)");
    const { results } = JSON.parse(readFileSync(join(cwd, "report.json"), "utf8")) as { results: Row[] };
    const [row] = results;
    expect(row).toMatchObject({ verdict: "violated", loop: expect.any(Number), judged: { walks: 67 } });
    const replayed = await run(["replay", row?.token ?? ""]);
    expect(replayed.status).toBe(1);
    expect(replayed.stdout).toContain("no-server-deadlock is violated by this loop.");
  });

  it("calls what no walk broke sampled, with the figure", async () => {
    const cwd = folder();
    const json = join(cwd, "report.json");
    const { stdout } = await run(["random", model("lamps"), "--walks", "20", "--seed", "1", "--quiet", "--json", json]);
    expect(stdout).toMatch(/^turns-green +no violation in the sample: fair loops on 20 of 20 walks/m);
    expect(stdout).toMatch(/^never-both +VIOLATED/m);
    const { results } = JSON.parse(readFileSync(json, "utf8")) as { results: Row[] };
    expect(results.find(({ property }) => property === "turns-green")).toMatchObject({
      verdict: "sampled",
      judged: { walks: 20, loops: 20, kept: 0 },
    });
  });
});
