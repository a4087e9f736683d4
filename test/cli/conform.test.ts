/** `leasecheck conform` where it cannot do all, and where it is ended in the middle: what it says, and that nothing stays. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { actors, settledBreakTime } from "../model/kernel/kernel.js";
import { PROGRAM as MAIN } from "./cli.js";

const BREAK_TIME = "/proc/sys/fs/lease-break-time";
const program = await actors();
const why = typeof program === "string" ? ` (skipped: ${program})` : "";
const kernelTest = test.skipIf(typeof program === "string");
const isRoot = process.getuid?.() === 0;
const asRoot = test.skipIf(typeof program === "string" || !isRoot);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "conform-test-"));
  mkdirSync(join(folder, "tmp"), { mode: 0o777 });
  spawnSync("chmod", ["0777", folder, join(folder, "tmp")]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  TMPDIR: join(folder, "tmp"),
  ...more,
});
const left = (): string[] => readdirSync(join(folder, "tmp"));
const breakTime = (): string => readFileSync(BREAK_TIME, "utf8").trim();

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs to the end. */
function run(words: readonly string[], more: NodeJS.ProcessEnv = {}, options: object = {}): Ran {
  const [command, ...rest] = words[0] === "unshare" ? words : [process.execPath, MAIN, "conform", "--quiet", ...words];
  const ran = spawnSync(command as string, rest, { env: environment(more), encoding: "utf8", ...options });
  return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

/** Processes whose command line names the temporary folder of this test. */
function survivors(): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(join(folder, "tmp"));
    } catch {
      return false;
    }
  });
}

async function until(what: () => boolean, seconds = 20): Promise<boolean> {
  for (let turns = 0; turns < seconds * 20; turns++) {
    if (what()) return true;
    await setTimeout(50);
  }
  return what();
}

describe("where not all can be done", () => {
  kernelTest(`a few behaviours, as JSON${why}`, () => {
    const file = join(folder, "out.json");
    const { status, stdout } = run(["--depth", "1", "--seed", "3", "--json", file]);
    expect(status).toBe(0);
    expect(stdout).toContain("no mismatch");
    const report = JSON.parse(readFileSync(file, "utf8"));
    expect(report).toMatchObject({ tool: "leasecheck", command: "conform", seed: "3", skipped: null });
    expect(report.results[0]).toMatchObject({ pass: "depth", depth: 1, verdict: "no-mismatch", mismatch: null });
    expect(left()).toEqual([]);
  });

  asRoot("without root: no deadlines, and says so", () => {
    const { status, stdout } = run(["--walks", "20", "--clock", "5"], {}, { uid: 65534, gid: 65534, cwd: "/" });
    expect(stdout).toContain("may not be set here");
    expect(stdout).toContain("20 behaviours");
    expect(status).toBe(0);
    expect(left()).toEqual([]);
  });

  asRoot("without the right to change sysctls, as in a container", () => {
    const mount = "mount --bind /proc/sys /proc/sys && mount -o remount,ro,bind /proc/sys /proc/sys";
    const call = `exec "$0" "$1" conform --quiet --walks 10 --clock 5`;
    if (run(["unshare", "-m", "sh", "-c", mount]).status !== 0) return;
    const { status, stdout } = run(["unshare", "-m", "sh", "-c", `${mount} && ${call}`, process.execPath, MAIN]);
    expect(stdout).toContain("may not be set here");
    expect(status).toBe(0);
    expect(left()).toEqual([]);
  });

  kernelTest(`without a compiler${why}`, () => {
    const { status, stderr } = run(["--walks", "1"], { PATH: "/nonexistent" });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^leasecheck: .*C compiler.* \[no-compiler\]\n$/);
    expect(left()).toEqual([]);
  });

  test("on another system", () => {
    const pretend = 'Object.defineProperty(process,"platform",{value:"darwin"})';
    const other = `data:text/javascript,${encodeURIComponent(pretend)}`;
    const { status, stderr } = run(["--walks", "1"], { NODE_OPTIONS: `--import ${other}` });
    expect(stderr).toMatch(/^leasecheck: .*Linux.* \[not-linux\]\n$/);
    expect(status).toBe(2);
  });

  test("with nothing left to do", () => {
    const { status, stderr } = run(["--walks", "0", "--clock", "0"]);
    expect(stderr).toContain("[bad-option]");
    expect(status).toBe(2);
  });
});

describe("a break time that is too short already", () => {
  asRoot.each(["0", "1"])("%s s: made longer for the while", async (value) => {
    // The lock keeps other runs from taking this for the value to put back.
    const script = `old=$(cat ${BREAK_TIME}); echo ${value} > ${BREAK_TIME}; echo $old; cat`;
    const holder = spawn("flock", [BREAK_TIME, "sh", "-c", script]);
    const old = await new Promise<string>((resolve) =>
      holder.stdout.once("data", (data) => resolve(String(data).trim())),
    );
    try {
      const running = spawn(process.execPath, [MAIN, "conform", "--quiet", "--depth", "1"], { env: environment() });
      await setTimeout(1500);
      expect(running.exitCode).toBeNull();
      expect(breakTime()).toBe(value);
      holder.stdin.end();
      const status = await new Promise((resolve) => running.once("exit", resolve));
      expect(status).toBe(0);
      expect(settledBreakTime()).toBe(value);
    } finally {
      holder.stdin.end();
      spawnSync("flock", [BREAK_TIME, "sh", "-c", `echo ${old} > ${BREAK_TIME}`]);
    }
  });
});

describe("ended in the middle", () => {
  asRoot.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("%s leaves nothing behind", async (signal) => {
    const words = [
      "--import",
      "data:text/javascript,",
      MAIN,
      "conform",
      "--quiet",
      "--walks",
      "0",
      "--clock",
      "100000",
    ];
    const running: ChildProcess = spawn(process.execPath, words, { env: environment() });
    const ended = new Promise((resolve) => running.once("exit", (code) => resolve(code)));
    expect(await until(() => survivors().length > 10, 40)).toBe(true);
    expect(await until(() => breakTime() === "1")).toBe(true);
    running.kill(signal);
    const status = await ended;
    if (signal === "SIGINT") expect(status).toBe(130);
    expect(await until(() => survivors().length === 0)).toBe(true);
    expect(settledBreakTime()).not.toBe("1");
    expect(await until(() => left().length === 0)).toBe(true);
  });

  asRoot("two runs at once take turns with the break time, and put it back", async () => {
    const before = settledBreakTime();
    const words = [MAIN, "conform", "--quiet", "--walks", "0", "--clock", "4", "--steps", "4"];
    const runs = [1, 2].map(() => spawn(process.execPath, words, { env: environment() }));
    const statuses = await Promise.all(runs.map((one) => new Promise((resolve) => one.once("exit", resolve))));
    expect(statuses).toEqual([0, 0]);
    expect(settledBreakTime()).toBe(before);
  });
});
