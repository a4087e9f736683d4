/** `leasecheck check` as people and scripts see it. */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, model, namesIn, run, runAlone, withoutProgress } from "./cli.js";

describe("exit status", () => {
  it.each([
    ["everything holds", "die-hard", [], 0],
    ["a property is violated", "traffic", ["--design", "hasty"], 1],
    ["a sometimes property is unreached", "traffic", [], 3],
    ["a deadlock", "deadlock", [], 1],
    ["an effect that leaves its domain", "throws", [], 1],
    ["a property never exercised, an action that never fires", "vacuous", [], 3],
    ["a limit on depth", "big", ["--max-depth", "3"], 3],
    ["a limit on states", "big", ["--max-states", "2000"], 3],
    ["a limit on states, on disk", "big", ["--max-memory", "500K", "--max-states", "20000"], 3],
    ["a limit on time", "big", ["--max-time", "0.2"], 3],
    ["1 wins over 3", "throws", ["--max-depth", "9"], 1],
  ])("%s", async (_, name, args, status) => {
    const ran = await run(["check", model(name), ...args]);
    expect(withoutProgress(ran.stderr)).toBe("");
    expect(ran.status).toBe(status);
  });
});

describe("--lossy", () => {
  it("says how likely states are omitted, and claims no more", async () => {
    const cwd = folder();
    const args = ["check", model("traffic"), "--design", "hasty", "--lossy-checked", "--json", "out.json"];
    const { stdout, status } = await run(args, { cwd });
    expect(stdout).toMatch(/no-deadlock +holds, unless states were omitted +4\n/);
    expect(stdout).toContain("Complete, unless states were omitted.");
    expect(stdout).toMatch(/with probability 2\.9e-38 at most, over the choice of fingerprints\./);
    expect(stdout).toContain("The second fingerprint told 0 states from others that agreed in the first.");
    expect(stdout).toContain("two-greens, in 2 steps (not proven minimal: states may have been omitted)");
    expect(status).toBe(1);
    const { explorations, results } = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"));
    expect(explorations[0].lossy).toBe(true);
    const row = (name: string) => results.find(({ property }: { property: string }) => property === name);
    expect(row("no-deadlock")).toMatchObject({ verdict: "holds-with-omission" });
    expect(row("no-deadlock").omission * 2 ** 128).toBeCloseTo(10, 6);
    expect(row("two-greens")).toMatchObject({ verdict: "violated", omission: null });
  });

  it.each([
    [["--lossy", "--checkpoint", "kept"], "--lossy keeps no states that --checkpoint could go on from"],
    [["--reduction"], "there is no partial order reduction"],
  ])("what does not go together is refused: %j", async (args, message) => {
    const { stdout, stderr, status } = await run(["check", model("die-hard"), ...args], { cwd: folder() });
    expect(stderr).toMatch(/^leasecheck: [^\n]+ \[bad-option\]\n$/);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

describe("the report", () => {
  it("says what was searched, and sums it up", async () => {
    const { stdout } = await run(["check", model("traffic"), "--scope", "lights=3", "--bug", "F1"]);
    expect(stdout).toContain("traffic · design careful");
    expect(stdout).toContain("lights=3");
    expect(stdout).toContain("added: F1");
    expect(stdout).toMatch(/^8 distinct states, 24 transitions, depth 3, /m);
    expect(stdout).toContain("Complete: every reachable state");
  });

  it("shows each counterexample step by step, with what changed only, and a token", async () => {
    const { stdout } = await run(["check", model("traffic"), "--design", "hasty"]);
    expect(stdout).toContain(
      [
        "two-greens, in 2 steps (no behaviour is shorter)",
        "  It says: two lights are never green together",
        "  1. turn green (light=1)",
        '       lights[1].shows: "red" → "green"',
        "  2. turn green (light=0)",
        '       lights[0].shows: "red" → "green"',
        "Reproduce: leasecheck replay lc1_",
      ].join("\n"),
    );
  });

  it("reports a model error with its trace and message", async () => {
    const { stdout } = await run(["check", model("throws")]);
    expect(stdout).toMatch(/model-error +MODEL ERROR +4\n/);
    expect(stdout).toContain("  4. count\n       (fails)\n");
    expect(stdout).toContain('effect of "count": n cannot be 4: its domain is 0…3');
    expect(stdout).toMatch(/bounded +unknown: the search ended at a model error/);
  });

  it("names what is vacuous", async () => {
    const { stdout } = await run(["check", model("vacuous")]);
    expect(stdout).toMatch(/about-nothing +vacuous: never exercised +0\n/);
    expect(stdout).toMatch(/action "sleep" +vacuous: never fires +0\n/);
  });

  it("says which limit was hit", async () => {
    expect((await run(["check", model("big"), "--max-depth", "3"])).stdout).toMatch(/bounded +holds up to depth 3/);
    const states = await run(["check", model("big"), "--max-states", "2000"]);
    expect(states.stdout).toMatch(/bounded +unknown: the limit on states was hit/);
    expect(states.stdout).toContain("Not complete: the limit on states was hit.");
  });

  it("has no colours unless on a terminal", async () => {
    const { stdout } = await run(["check", model("traffic"), "--design", "hasty"]);
    expect(stdout).not.toContain("\u001b");
  });

  it("judges vacuity over all the designs that it runs", async () => {
    const alone = await run(["check", model("halves"), "--design", "left"]);
    expect(alone.stdout).toMatch(/action "move right" +vacuous/);
    expect(alone.status).toBe(3);
    const right = await run(["check", model("halves"), "--design", "right", "--property", "no-deadlock"]);
    expect(right.stdout).toMatch(/action "move left" +vacuous/);
    const both = await run(["check", model("halves"), "--design", "left,right"]);
    expect(both.stdout).not.toContain("vacuous");
    expect(both.stdout).toMatch(/left-is-alone +VIOLATED +0 +1\n/);
    expect(both.status).toBe(1);
  });

  it("checks only the properties that are named", async () => {
    const { stdout, status } = await run(["check", model("traffic"), "--property", "no-deadlock"]);
    expect(stdout).toContain("no-deadlock");
    expect(stdout).not.toContain("two-greens");
    expect(status).toBe(0);
  });
});

describe("designs and properties of one's own", () => {
  it("are added to those of the model", async () => {
    const { stdout, status } = await run([
      ...["check", model("traffic"), "--design", model("own-design"), "--property", model("own-property")],
    ]);
    expect(stdout).toContain("traffic · design mine");
    expect(stdout).toMatch(/any-green +VIOLATED/);
    expect(stdout).toMatch(/two-greens +VIOLATED/);
    expect(stdout).toContain(`--design ${model("own-design")} --property ${model("own-property")}`);
    expect(status).toBe(1);
    const again = /leasecheck (replay lc1_.*)/.exec(stdout)?.[1]?.split(" ") ?? [];
    expect((await run(again)).status).toBe(1);
  });
});

describe("--json", () => {
  it("writes the documented shape, whole, and nothing else", async () => {
    const cwd = folder();
    const { status } = await run(["check", model("traffic"), "--design", "hasty", "--json", "out.json"], { cwd });
    expect(status).toBe(1);
    expect(namesIn(cwd)).toEqual(["out.json"]);
    const report = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"));
    expect(Object.keys(report)).toEqual(["tool", "version", "command", "explorations", "results"]);
    expect(report.explorations).toEqual([
      {
        scenario: "traffic",
        design: "hasty",
        bug: null,
        scope: { lights: 2 },
        states: 4,
        transitions: 8,
        depth: 2,
        complete: true,
        seconds: expect.any(Number),
        workers: availableParallelism(),
        symmetry: false,
        reduction: false,
        lossy: false,
        actions: { "turn green": 4, "turn red": 4 },
      },
    ]);
    expect(report.results[0]).toEqual({
      scenario: "traffic",
      design: "hasty",
      bug: null,
      property: "two-greens",
      kind: "state",
      verdict: "violated",
      exercised: 4,
      steps: 2,
      omission: null,
      limit: null,
      mended: [],
      exploration: 0,
      token: expect.stringMatching(/^lc1_/),
      trace: [1, 0].map((light) => ({ action: "turn green", parameters: { light } })),
    });
    expect(report.results.map(({ property }: { property: string }) => property)).toEqual([
      "two-greens",
      "all-green",
      "no-deadlock",
    ]);
  });

  it("replaces a file that is there", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "out.json"), "old");
    await run(["check", model("die-hard"), "--json", "out.json"], { cwd });
    expect(JSON.parse(readFileSync(join(cwd, "out.json"), "utf8")).tool).toBe("leasecheck");
  });
});

describe("Ctrl-C", () => {
  it("prints what was found so far, writes the JSON whole, and exits with 130", async () => {
    const cwd = folder();
    const { status, stdout } = await runAlone(["check", model("big"), "--json", "out.json"], {
      cwd,
      onStderr: (_, kill) => kill("SIGINT"),
    });
    expect(status).toBe(130);
    expect(stdout).toMatch(/bounded +unknown: interrupted/);
    expect(stdout).toMatch(/^[\d,]+ distinct states/m);
    expect(namesIn(cwd)).toEqual(["out.json"]);
    expect(JSON.parse(readFileSync(join(cwd, "out.json"), "utf8")).results[0]).toMatchObject({ limit: "interrupted" });
  });

  /** Makes the program take its stderr for a terminal, where the live line has a handler of its own for Ctrl-C. */
  const onTerminal = {
    NODE_OPTIONS: "--import=data:text/javascript,process.stderr.isTTY=true;process.stderr.columns=80",
  };

  it("does so on a terminal as well, and shows the cursor again", async () => {
    let sent = false;
    const { status, signal, stdout, stderr } = await runAlone(["check", model("big")], {
      env: onTerminal,
      onStderr: (_, kill) => {
        if (!sent) kill("SIGINT");
        sent = true;
      },
    });
    expect(signal).toBe(null);
    expect(status).toBe(130);
    expect(stdout).toMatch(/bounded +unknown: interrupted/);
    expect(stderr.lastIndexOf("\u001b[?25h")).toBeGreaterThan(stderr.lastIndexOf("\u001b[?25l"));
  });
});

describe("streams", () => {
  it("progress goes to stderr in spaced lines, and --quiet shows none", async () => {
    const args = ["check", model("big"), "--max-time", "2.3", "--workers", "1"];
    const [loud, quiet] = await Promise.all([runAlone(args), runAlone([...args, "--quiet"])]);
    expect(loud.stderr).toMatch(/^big · only: [\d,]+ states, [^\n]+ transitions\/s, \d+ MiB\n$/);
    expect(quiet.stderr).toBe("");
  });

  it("a reader that goes away is no error", async () => {
    const { stderr, signal } = await runAlone(["show", model("traffic"), "--steps", "2000"], { closeStdout: true });
    expect(withoutProgress(stderr)).toBe("");
    expect(signal).toBe(null);
  });

  it("a reader that goes away early is not told that all is well", async () => {
    const cwd = folder();
    // The first report is written long before the second search ends.
    const { status, stderr } = await runAlone(
      ["check", model("traffic"), model("big"), "--max-states", "40000", "--json", "x.json"],
      { cwd, closeStdout: true },
    );
    expect(withoutProgress(stderr)).toBe("");
    expect(status).toBe(3);
    expect(namesIn(cwd)).toEqual(["x.json"]);
  });
});
