/** Searches that outgrow memory, checkpoints, and what can happen to them. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, model, run } from "./cli.js";

/** A search of a few seconds, and its report without times. */
const SEARCH = ["check", "lease-core", "--scope", "quick", "--max-depth", "20", "--quiet"];
const timeless = (text: string): string => text.replace(/, [\d.]+ (?:s|min), [\d,]+ transitions\/s/g, "");
let whole: Promise<string> | null = null;
const report = (): Promise<string> => {
  whole ??= run(SEARCH).then(({ stdout }) => timeless(stdout));
  return whole;
};

describe("--max-memory", () => {
  it("changes nothing in the report when it is reached", async () => {
    const temporary = folder();
    const { stdout, stderr, status } = await run([...SEARCH, "--max-memory", "1M"], { env: { TMPDIR: temporary } });
    expect(stderr).toBe("");
    expect(timeless(stdout)).toBe(await report());
    expect(status).toBe(1);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("ends the search when the disk is full, too, and says so in one line", async (context) => {
    const temporary = folder();
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", temporary]).status !== 0)
      context.skip("no small file system can be mounted here");
    try {
      const { stdout, stderr, status } = await run([...SEARCH, "--max-memory", "1M"], { env: { TMPDIR: temporary } });
      expect(stderr).toMatch(/^leasecheck: [^\n]*no space left on device[^\n]*\n$/);
      expect(stdout).toContain("Not complete: the disk was full.");
      expect(status).toBe(1); // what was violated until then
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      spawnSync("umount", [temporary]);
    }
  });
});

describe("checkpoints", () => {
  const kept = (cwd: string): string[] => [...SEARCH, "--checkpoint", join(cwd, "kept"), "--checkpoint-every", "0.2"];
  const resume = (cwd: string, ...more: string[]) => run([...SEARCH, ...more, "--resume", join(cwd, "kept")]);

  /** A search that is ended by a signal once it has written a checkpoint. */
  async function endedBy(signal: NodeJS.Signals): Promise<{ readonly cwd: string; readonly status: number | null }> {
    const cwd = folder();
    const shell = `"$0" "$@" & child=$!; until [ -e kept/checkpoint.json ]; do sleep 0.02; done; sleep 0.3; kill -${signal.slice(3)} $child; wait $child`;
    const { status } = await run(kept(cwd), { cwd, shell });
    return { cwd, status };
  }

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 130],
    ["SIGKILL", 137],
  ] as const)("after %s the search is taken up with the same result", async (signal, expected) => {
    const { cwd, status } = await endedBy(signal);
    expect(status).toBe(expected);
    const { stdout, stderr, status: again } = await resume(cwd);
    expect(stderr).toBe("");
    expect(timeless(stdout)).toBe(await report());
    expect(again).toBe(1);
  });

  it("at a limit, too: the search goes on with a larger one", async () => {
    const cwd = folder();
    const args = ["check", model("die-hard"), "--checkpoint", join(cwd, "kept"), "--max-depth", "2"];
    expect((await run(args)).stdout).toContain("Not complete: the limit on depth was hit.");
    const { stdout } = await run(["check", model("die-hard"), "--resume", join(cwd, "kept")]);
    expect(timeless(stdout)).toBe(timeless((await run(["check", model("die-hard")])).stdout));
  });

  it("damaged, cut and foreign ones are refused", async () => {
    const cwd = folder();
    const good = join(cwd, "kept");
    await run(["check", model("die-hard"), "--checkpoint", good, "--max-depth", "3"]);
    const refused = async (name: string, change: (path: string) => void, code: string, ...args: string[]) => {
      const path = join(cwd, name);
      mkdirSync(path);
      for (const file of readdirSync(good)) copyFileSync(join(good, file), join(path, file));
      change(path);
      const { stdout, stderr, status } = await run(["check", args[0] ?? model("die-hard"), "--resume", path]);
      expect(stderr).toMatch(/^leasecheck: [^\n]+\n$/);
      expect(stderr).toContain(`[${code}]`);
      expect(stdout).toBe("");
      expect(status).toBe(2);
    };
    const states = (path: string): string =>
      join(path, readdirSync(path).find((name) => name.startsWith("states")) ?? "");
    const flip = (path: string): void => {
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 4;
      writeFileSync(path, bytes);
    };
    await refused("cut", (path) => truncateSync(states(path), 4), "bad-checkpoint");
    await refused("flipped", (path) => flip(states(path)), "bad-checkpoint");
    await refused("cut manifest", (path) => truncateSync(join(path, "checkpoint.json"), 200), "bad-checkpoint");
    await refused("flipped manifest", (path) => flip(join(path, "checkpoint.json")), "bad-checkpoint");
    await refused("foreign", () => {}, "foreign-checkpoint", model("traffic"));
    const empty = await run(["check", model("die-hard"), "--resume", folder()]);
    expect(empty.stderr).toMatch(/^leasecheck: there is no checkpoint in [^\n]+\[no-checkpoint\]\n$/);
    const twice = await run(["check", model("die-hard"), "--checkpoint", good]);
    expect(twice.stderr).toMatch(/\[checkpoint-exists\]\n$/);
  });

  it("a full disk costs the checkpoint and not the search", async (context) => {
    const cwd = folder();
    mkdirSync(join(cwd, "kept"));
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", join(cwd, "kept")]).status !== 0)
      context.skip("no small file system can be mounted here");
    try {
      const { stdout, stderr } = await run(kept(cwd), { cwd });
      expect(stderr).toMatch(
        /^leasecheck: no checkpoint could be written, the last one stays: [^\n]*no space left[^\n]*\n$/,
      );
      expect(timeless(stdout)).toBe(await report());
      expect(timeless((await resume(cwd)).stdout)).toBe(await report());
    } finally {
      spawnSync("umount", [join(cwd, "kept")]);
    }
  });
});
