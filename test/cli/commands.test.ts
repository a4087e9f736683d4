/** The commands other than `check`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, model, namesIn, run, tokenIn } from "./cli.js";

const traffic = model("traffic");

describe("replay", () => {
  it("gives the same bytes each time, and exits with 1 for a violation", async () => {
    const token = tokenIn((await run(["check", traffic, "--design", "hasty"])).stdout);
    const once = await run(["replay", token, traffic]);
    expect(once.stdout).toContain("two-greens is violated after 2 steps.");
    expect(once.status).toBe(1);
    expect(await run(["replay", token, traffic])).toEqual(once);
  });

  it("replays a model error and a deadlock", async () => {
    for (const [name, says] of [
      ["throws", "model-error is violated after 4 steps."],
      ["deadlock", "no-deadlock is violated after 2 steps."],
    ] as const) {
      const token = tokenIn((await run(["check", model(name)])).stdout);
      const { status, stdout } = await run(["replay", token, model(name)]);
      expect(stdout).toContain(says);
      expect(status).toBe(1);
    }
  });

  it("takes the token of a random run and the file that --trace writes", async () => {
    const cwd = folder();
    const { stdout } = await run(["random", traffic, "--design", "hasty", "--seed", "1", "--trace", "t.json"], { cwd });
    expect(namesIn(cwd)).toEqual(["t.json"]);
    const byToken = await run(["replay", tokenIn(stdout), traffic]);
    const byFile = await run(["replay", "t.json", traffic], { cwd });
    expect(byFile).toEqual(byToken);
    expect(byFile.status).toBe(1);
  });

  it("exits with 0 for a sample", async () => {
    const { stdout } = await run(["show", traffic]);
    const { status, stdout: replayed } = await run(["replay", tokenIn(stdout), traffic]);
    expect(status).toBe(0);
    expect(replayed).toContain("A sample of 20 steps; all fit.");
  });

  it("writes no trace file when there is no counterexample", async () => {
    const cwd = folder();
    const { stdout } = await run(["check", model("die-hard"), "--trace", "t.json"], { cwd });
    expect(stdout).toContain("no trace file was written");
    expect(namesIn(cwd)).toEqual([]);
  });
});

describe("random", () => {
  it("gives the same report for the same seed, and prints the command that repeats it", async () => {
    const args = ["random", traffic, "--design", "hasty", "--seed", "7", "--walks", "50"];
    const once = await run(args);
    expect(once.status).toBe(1);
    expect((await run(args)).stdout).toBe(once.stdout);
    const command = /Use leasecheck (.*) to reproduce/.exec(once.stdout)?.[1]?.split(" ") ?? [];
    expect((await run(command)).stdout).toBe(once.stdout);
  });

  it("makes up a seed and prints it", async () => {
    const { stdout } = await run(["random", traffic, "--walks", "20"]);
    const command = /Use leasecheck (.*) to reproduce/.exec(stdout)?.[1]?.split(" ") ?? [];
    expect(command).toContain("--seed");
    expect((await run(command)).stdout).toBe(stdout);
  });

  it("never says more than that a sample showed nothing", async () => {
    const { stdout, status } = await run(["random", model("big"), "--walks", "5", "--seed", "1"]);
    expect(stdout).toMatch(/bounded +no violation in the sample/);
    expect(stdout).not.toMatch(/holds/);
    expect(status).toBe(0);
  });

  it("reports a property that is never exercised, and an action that never fires, as vacuous", async () => {
    const { stdout, status } = await run(["random", model("vacuous"), "--walks", "5", "--seed", "1"]);
    expect(stdout).toMatch(/about-nothing +vacuous/);
    expect(stdout).toMatch(/action "sleep" +vacuous/);
    expect(status).toBe(3);
  });

  it("writes JSON with the walks and the seed", async () => {
    const cwd = folder();
    await run(["random", traffic, "--seed", "7", "--walks", "5", "--json", "r.json"], { cwd });
    const { explorations, results } = JSON.parse(readFileSync(join(cwd, "r.json"), "utf8"));
    expect(explorations[0]).toMatchObject({ scenario: "traffic", walks: 5, seed: "7", complete: false });
    expect(results[0]).toMatchObject({ property: "two-greens", verdict: "sampled" });
  });
});

describe("show", () => {
  it("shows a sample, the same for the same seed", async () => {
    const once = await run(["show", traffic, "--seed", "3", "--steps", "5"]);
    expect(once.status).toBe(0);
    expect(once.stdout).toContain("A sample of 5 steps, seed 3:");
    expect(await run(["show", traffic, "--seed", "3", "--steps", "5"])).toEqual(once);
  });

  it("shows the shortest behaviour that reaches something", async () => {
    const { status, stdout } = await run(["show", model("die-hard"), "--reach", "four-gallons"]);
    expect(stdout).toContain("The shortest behaviour in which four-gallons is reached: 6 steps.");
    expect(status).toBe(0);
  });

  it("says when there is nothing to show", async () => {
    const { status, stdout } = await run(["show", traffic, "--reach", "two-greens"]);
    expect(stdout).toContain("Nothing to show for two-greens (holds).");
    expect(status).toBe(3);
  });
});

describe("list and explain", () => {
  it("lists everything there is", async () => {
    const { status, stdout } = await run(["list"]);
    expect(status).toBe(0);
    for (const name of ["lease-core", "linux-6.18", "same-tgid-never-breaks", "B16", "start break"])
      expect(stdout).toContain(name);
    expect(stdout).toMatch(/B16 +\[live\]/);
    expect(stdout).toMatch(/B1 +\[historical\]/);
  });

  it("lists what a module has", async () => {
    const { stdout } = await run(["list", "designs", traffic]);
    expect(stdout).toBe(
      "  careful  a light turns green only when all are red\n  hasty    a light turns green when it likes\n",
    );
  });

  it.each([
    ["two-greens", ["two lights are never green together", "the highway code", "violated by  hasty, F1"]],
    ["hasty", ["a light turns green when it likes", "rush hour"]],
    ["F1", ["historical: absent unless --bug F1 adds it", "the night shift"]],
    ["turn green", ["light 0…1", "the crossing's controller"]],
    ["traffic", ["lights: 1…6, default 2", "wide: lights=6"]],
    ["no-deadlock", ["has a successor"]],
  ])("explains %s", async (name, says) => {
    const { status, stdout } = await run(["explain", name, traffic]);
    for (const text of says) expect(stdout).toContain(text);
    expect(status).toBe(0);
  });

  it("prints help and version on stdout", async () => {
    const help = await run(["--help"]);
    expect(help.stdout).toContain("Exit status: 0");
    expect(help.status).toBe(0);
    expect((await run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
