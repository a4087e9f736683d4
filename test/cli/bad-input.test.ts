/** Everything that a person can get wrong: one clear line on stderr, the right exit status, nothing left behind. */
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folder, model, namesIn, run, runAlone, tokenIn } from "./cli.js";

const ROOT = dirname(fileURLToPath(new URL("../../package.json", import.meta.url)));

async function fails(args: readonly string[], code: string, ...says: string[]): Promise<void> {
  const cwd = folder();
  const { status, stdout, stderr } = await run(args, { cwd });
  expect(stderr).toMatch(/^leasecheck: [^\n]+\n$/);
  expect(stderr).toContain(`[${code}]`);
  for (const text of says) expect(stderr).toContain(text);
  expect(stdout).toBe("");
  expect(status).toBe(2);
  expect(namesIn(cwd)).toEqual([]);
}

const traffic = model("traffic");

describe("names", () => {
  it.each([
    ["a command", ["chek"], "unknown-command", "check"],
    ["an option", ["check", traffic, "--desing", "hasty"], "unknown-option", "--design"],
    ["a scenario", ["check", "lease-cor"], "unknown-scenario", '"lease-core"'],
    ["a design", ["check", traffic, "--design", "carefull"], "unknown-design", '"careful"'],
    ["a property", ["check", traffic, "--property", "two-green"], "unknown-property", '"two-greens"'],
    ["a bug", ["check", traffic, "--bug", "F2"], "unknown-bug", '"F1"'],
    ["a scope", ["check", traffic, "--scope", "quik"], "unknown-scope", '"quick"'],
    ["a scope key", ["check", traffic, "--scope", "light=3"], "unknown-scope-key", '"lights"'],
    ["a list", ["list", "desings"], "unknown-list", '"designs"'],
    ["a thing to explain", ["explain", "same-tgid-never-brakes"], "unknown-name", '"same-tgid-never-breaks"'],
    ["a thing to reach", ["show", traffic, "--reach", "all-greens"], "unknown-property", '"all-green"'],
  ])("suggests the nearest known name of %s", async (_, args, code, suggestion) => {
    await fails(args, code, suggestion);
  });

  it("says that a fault is not live, or live already", async () => {
    await fails(["check", traffic, "--mend", "F1"], "not-live", "--bug F1");
    await fails(["check", "lease-core", "--bug", "B16"], "live", "--mend B16");
  });
});

describe("values", () => {
  it.each([
    ["a scope out of range", ["--scope", "lights=9"], "scope-range", "1…6"],
    ["a scope value of another kind", ["--scope", "lights=many"], "scope-range", "1…6"],
    ["a scope that is no scope", ["--scope", "lights=2,,"], "bad-option", "key=value"],
    ["a scope key named twice", ["--scope", "lights=2,lights=3"], "bad-option", "twice"],
    ["a number that is none", ["--max-states", "many"], "bad-option", "whole number"],
    ["a limit of nothing", ["--max-states", "0"], "bad-option", "from 1"],
    ["a time that is none", ["--max-time", "soon"], "bad-option", "seconds"],
    ["a memory that is none", ["--max-memory", "512X"], "bad-option", "512M"],
    ["an option without its value", ["--scope"], "option-missing-argument", "--scope"],
    ["a scope key of every object", ["--scope", "__proto__=1"], "unknown-scope-key", "__proto__"],
    ["a scope key named twice, in two options", ["--scope", "lights=2", "--scope", "lights=3"], "bad-option", "twice"],
    ["two named scopes", ["--scope", "quick", "--scope", "default"], "bad-option", "two named scopes"],
    ["an empty name of a property", ["--property", ""], "bad-option", "--property"],
    ["an empty name of a design", ["--design", "hasty,"], "bad-option", "--design"],
    ["an empty path", ["--json", ""], "unwritable", "--json takes the name of a file"],
    ["one file for two things", ["--json", "x.json", "--trace", "./x.json"], "bad-option", "--json and --trace"],
  ])("%s", async (_, args, code, says) => {
    await fails(["check", traffic, ...args], code, says);
  });

  it("a command that is missing", async () => {
    await fails([], "missing-command", "--help");
  });

  it("options that do nothing yet are not accepted silently", async () => {
    await fails(["check", traffic, "--junit=x.xml"], "unknown-option");
    await fails(["check", traffic, "--reduction"], "bad-option", "0016-partial-order");
  });
});

describe("modules", () => {
  it.each([
    ["that is not there", "./no-such-module.js", "unreadable-module", "no such file"],
    ["that is no model", model("no-model"), "no-model", "no record as its state"],
    ["that cannot be parsed", model("broken"), "broken-module", "SyntaxError"],
    ["that exports a property", model("own-property"), "no-model", "a property"],
    ["that exports nothing", fileURLToPath(new URL("./cli.ts", import.meta.url)), "broken-module", "cannot load"],
  ])("%s", async (_, path, code, says) => {
    await fails(["check", path], code, says);
  });

  it("a design or property that is none, or whose name is taken", async () => {
    await fails(["check", traffic, "--design", model("traffic")], "no-design", "a model");
    await fails(["check", traffic, "--property", model("own-design")], "no-property", "some other object");
    await fails(
      ["check", traffic, "--property", model("own-property"), "--property", model("own-property")],
      "name-taken",
    );
  });
});

describe("files", () => {
  it("an unwritable --json or --trace path is refused before the search begins", async () => {
    for (const option of ["--json", "--trace"]) {
      await fails(["check", model("big"), option, "/no/such/folder/x.json"], "unwritable", option);
      await fails(["check", model("big"), option, "."], "unwritable", "directory");
    }
  });

  it("a file that cannot be read, or is no trace file", async () => {
    await fails(["replay", "no-such-file.json"], "unreadable", "no-such-file.json");
    await fails(["replay", "/"], "unreadable");
    await fails(["replay", join(ROOT, "package.json")], "trace-damaged");
  });
});

describe("a report that cannot be written", () => {
  it("is said, and is no success", async () => {
    const { status, stderr } = await runAlone(["list"], { stdoutTo: "/dev/full" });
    expect(stderr).toBe("leasecheck: cannot write the report: no space left on the device [unwritable]\n");
    expect(status).toBe(2);
  });
});

describe("tokens", () => {
  const tokenOfTraffic = async () => tokenIn((await run(["check", traffic, "--design", "hasty"])).stdout);

  it("a damaged token", async () => {
    const token = await tokenOfTraffic();
    await fails(["replay", token.slice(0, -3), traffic], "token-damaged");
    const middle = token.length >> 1;
    const other = token[middle] === "a" ? "b" : "a";
    await fails(["replay", token.slice(0, middle) + other + token.slice(middle + 1), traffic], "token-damaged");
    await fails(["replay", "lc1_", traffic], "token-damaged");
    await fails(["replay", token.replace("lc1_", "lc9_"), traffic], "token-version");
  });

  it("a token of a model that is not named, or of another one", async () => {
    const token = await tokenOfTraffic();
    await fails(["replay", token], "unknown-scenario", "name its module");
    await fails(["replay", token, model("die-hard")], "other-model", "traffic");
    await fails(["replay", token, traffic, "--design", "hasty"], "bad-option");
  });

  /** A copy of the model, changed: what somebody has after working on it. */
  async function afterChange(from: string, to: string) {
    const cwd = folder();
    mkdirSync(join(cwd, "node_modules"));
    symlinkSync(ROOT, join(cwd, "node_modules", "leasecheck"));
    writeFileSync(join(cwd, "package.json"), '{"type":"module"}');
    copyFileSync(traffic, join(cwd, "traffic.js"));
    const token = tokenIn((await run(["check", "./traffic.js", "--design", "hasty"], { cwd })).stdout);
    const before = readFileSync(join(cwd, "traffic.js"), "utf8");
    expect(before).toContain(from);
    writeFileSync(join(cwd, "traffic.js"), before.replaceAll(from, to));
    // A process that has loaded a module does not load it again.
    return runAlone(["replay", token, "./traffic.js"], { cwd });
  }

  it("a token of another version of the model names the first step that no longer fits", async () => {
    const guarded = await afterChange("!s.constants.careful", "false");
    expect(guarded.stderr).toMatch(
      /^leasecheck: the model has changed [^\n]*step 2 no longer fits[^\n]*guard[^\n]*\[changed-model\]\n$/,
    );
    expect(guarded.stdout).toContain("1. turn green (light=1)");
    expect(guarded.stdout).not.toContain("2. turn green");
    expect(guarded.status).toBe(2);
    const renamed = await afterChange('"turn green"', '"turns green"');
    expect(renamed.stderr).toMatch(/step 1 no longer fits[^\n]*did you mean "turns green"[^\n]*\[changed-model\]\n$/);
    expect(renamed.status).toBe(2);
  });

  it("a token whose names are gone", async () => {
    for (const [from, to] of [
      ['"hasty"', '"hurried"'],
      ['"two-greens"', '"greens"'],
    ] as const) {
      const { status, stderr } = await afterChange(from, to);
      expect(stderr).toMatch(/^leasecheck: the model has changed [^\n]*\[changed-model\]\n$/);
      expect(status).toBe(2);
    }
  });

  it("a token whose end no longer shows what it was recorded for", async () => {
    const { status, stderr, stdout } = await afterChange('shows === "green") > 1', 'shows === "green") > 2');
    expect(stdout).toContain("2. turn green (light=0)");
    expect(stderr).toMatch(/no longer decides two-greens/);
    expect(status).toBe(2);
  });
});
