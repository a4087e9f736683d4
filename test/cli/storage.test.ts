/** Searches that outgrow memory, checkpoints, and what can happen to them. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, run, runAlone } from "./cli.js";

/** A search of a second, and its report without times. */
const SEARCH = [
  "check",
  "lease-core",
  "--scope",
  "quick",
  "--max-depth",
  "11",
  "--no-liveness",
  "--workers",
  "1",
  "--quiet",
];
const timeless = (text: string): string => text.replace(/, [\d.]+ (?:s|min), [\d,]+ transitions\/s/g, "");
let whole: Promise<string> | null = null;
const report = (): Promise<string> => {
  whole ??= run(SEARCH).then(({ stdout }) => timeless(stdout));
  return whole;
};

describe("--max-memory", () => {
  it("changes nothing in the report when it is reached", async () => {
    const temporary = folder();
    const { stdout, stderr, status } = await run([...SEARCH, "--max-memory", "150K"], {
      env: { TMPDIR: temporary },
    });
    expect(stderr).toBe("");
    expect(timeless(stdout)).toBe(await report());
    expect(status).toBe(1);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("ends the search when the disk is full, too, and says so in one line", async (context) => {
    const temporary = folder();
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", temporary]).status !== 0)
      context.skip("no small file system can be mounted here");
    try {
      const { stdout, stderr, status } = await run([...SEARCH, "--max-memory", "150K"], {
        env: { TMPDIR: temporary },
      });
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
  const kept = (cwd: string): string[] => [...SEARCH, "--checkpoint", join(cwd, "kept"), "--checkpoint-every", "0.05"];
  const resume = (cwd: string, ...more: string[]) => run([...SEARCH, ...more, "--resume", join(cwd, "kept")]);

  /** A search that is ended by a signal once it has written a checkpoint. */
  async function endedBy(signal: NodeJS.Signals): Promise<{ readonly cwd: string; readonly status: number | null }> {
    const cwd = folder();
    const shell = `"$0" "$@" & child=$!; until [ -e kept/checkpoint.json ]; do sleep 0.02; done; kill -${signal.slice(3)} $child; wait $child`;
    const { status } = await runAlone(kept(cwd), { cwd, shell });
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

  // What else is refused: test/search/checkpoint.test.ts.
  it("damaged ones are refused in one line", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "kept"));
    writeFileSync(join(cwd, "kept", "checkpoint.json"), "{}");
    const { stdout, stderr, status } = await resume(cwd);
    expect(stderr).toMatch(/^leasecheck: [^\n]+\[bad-checkpoint\]\n$/);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it("a full disk costs the checkpoint and not the search", async (context) => {
    const cwd = folder();
    mkdirSync(join(cwd, "kept"));
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", join(cwd, "kept")]).status !== 0)
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
