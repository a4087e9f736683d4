import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { whyNoStrace } from "../../model/kernel/recorder/strace-program.js";
import { type Program, program } from "../model/kernel/programs.js";
import { folder, namesIn, run } from "./cli.js";

const PROGRAM = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const noStrace = process.platform === "linux" ? whyNoStrace() : "not on Linux";
const noTracing = mayTrace() ? null : "no right to mount tracefs";
const made = program();
afterAll(() => {
  if (typeof made !== "string") rmSync(made.folder, { recursive: true });
});
const said = (why: string | null): string => (why === null ? "" : ` (skipped: ${why})`);

/** Whether a private mount of the tracing file system can be made, which nobody else sees. */
function mayTrace(): boolean {
  return spawnSync("unshare", ["-m", "mount", "-t", "tracefs", "nodev", "/sys/kernel/tracing"]).status === 0;
}

/** A program in JavaScript that makes a file and reads it, and then does something more. */
const node = (more: string): string[] => [process.execPath, "-e", more];

/** Processes with this word on their command line, zombies aside. */
const processesWith = (word: string): string[] =>
  readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word);
    } catch {
      return false;
    }
  });

async function gone(...words: readonly string[]): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (words.every((word) => processesWith(word).length === 0)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** A shell that sleeps, and that nobody else starts. */
const sleeper = (seconds: string): string[] => ["sh", "-c", `echo ready >&2; sleep ${seconds} & sleep ${seconds}`];

describe.skipIf(noStrace !== null)(`validate --record${said(noStrace)}`, () => {
  test("shows the command's status, returns its own, and keeps the log", async () => {
    const tmp = folder();
    const log = join(folder(), "kept");
    const args = ["validate", "--record", "--log", log, "--", ...node("process.exit(7)")];
    const { status, stdout } = await run(args, { env: { TMPDIR: tmp } });
    expect(stdout.replace(/\s+/g, " ")).toMatch(/^Recorded: \S+ -e process.exit\(7\) ended with status 7/);
    expect(stdout).toMatch(/no file that was leased: nothing to judge/);
    expect(status).toBe(3);
    expect(readFileSync(log, "utf8")).toMatch(/execve\(/);
    expect(namesIn(tmp)).toEqual([]);
    expect((await run(["validate", log])).status).toBe(3);
  });

  test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("%s in the middle leaves nothing behind", async (signal) => {
    const tmp = folder();
    const time = `61.${process.pid}${signal.length}${signal.charCodeAt(3)}`;
    const ran = await run(["validate", "--record", "--", ...sleeper(time)], {
      env: { TMPDIR: tmp },
      onStderr: (text, kill) => {
        if (text.endsWith("ready\n")) setTimeout(() => kill(signal), 200);
        // A shell that waits does not end by itself when it is interrupted: the second interrupt ends it.
        if (text.endsWith("ready\n") && signal === "SIGINT") setTimeout(() => kill(signal), 600);
      },
    });
    if (signal === "SIGKILL") expect(ran.signal).toBe("SIGKILL");
    else {
      expect(ran.status).toBe(130);
      expect(ran.stdout).toMatch(/a log of strace/);
    }
    expect(await gone(time, tmp)).toBe(true);
    await expect.poll(() => namesIn(tmp), { timeout: 10_000 }).toEqual([]);
  });

  test("says in one line what is no command, or no place for a log", async () => {
    for (const [args, code] of [
      [["--record"], "missing-command"],
      [["--record", "--", "/no/such/thing"], "no-such-command"],
      [["--record", "--log", "/no/such/folder/log", "--", "true"], "unwritable"],
      [["--log", "x", "y"], "bad-option"],
      [["x", "y"], "excess-arguments"],
    ] as const) {
      const { status, stderr } = await run(["validate", ...args]);
      expect(stderr).toMatch(new RegExp(`^leasecheck: .*\\[${code}\\]\n$`));
      expect(status).toBe(2);
    }
  });

  test.skipIf(existsSync("/sys/kernel/tracing/instances"))(
    "without strace and without tracing the command does not even start",
    async () => {
      const path = folder();
      for (const name of ["sh", "touch"])
        symlinkSync(execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim(), join(path, name));
      const made = join(path, "made");
      const { status, stderr } = await run(["validate", "--record", "--", "touch", made], { env: { PATH: path } });
      expect(stderr).toMatch(/^leasecheck: nothing can be recorded: .*strace is not installed.*\[cannot-record\]\n$/);
      expect(status).toBe(2);
      expect(existsSync(made)).toBe(false);
    },
  );

  test("a process that is traced already may not be traced again: that is said", () => {
    const { stderr } = spawnSync(
      "strace",
      [
        "-f",
        "-q",
        "-e",
        "trace=none",
        "-e",
        "signal=none",
        "-o",
        "/dev/null",
        process.execPath,
        PROGRAM,
        "validate",
        "--record",
        "--",
        "true",
      ],
      { encoding: "utf8" },
    );
    expect(stderr).toMatch(/strace may not trace here: .*Operation not permitted/);
  });
});

describe.skipIf(noTracing !== null || noStrace !== null)(
  `validate --record with ftrace${said(noTracing ?? noStrace)}`,
  () => {
    /** Runs a shell script in which tracefs is mounted for nobody else. */
    const inPrivate = (script: string, ...args: readonly string[]): string => {
      const { stdout, stderr } = spawnSync(
        "unshare",
        [
          "-m",
          "sh",
          "-c",
          `mount -t tracefs nodev /sys/kernel/tracing && ${script}`,
          "sh",
          process.execPath,
          PROGRAM,
          ...args,
        ],
        { encoding: "utf8", timeout: 60_000 },
      );
      return stdout + stderr;
    };

    test.skipIf(typeof made === "string")("records both views", () => {
      const { path, folder: place } = made as Program;
      const words = ["validate", "--record", "--", path, "release", join(place, "leased")];
      const text = inPrivate('"$@"; echo "status $?"', ...words);
      expect(text).toMatch(/Seen from outside: a log of strace, with one file/);
      expect(text).toMatch(/Seen from inside: a log of ftrace, with one file/);
      expect(text.match(/: fits: /g)).toHaveLength(2);
      expect(text).toMatch(/status 0$/m);
    });

    test("an instance that a killed recording left behind is removed by the next one; one in use is not", () => {
      const listed = inPrivate(
        `cd /sys/kernel/tracing/instances && mkdir leasecheck-stale-${process.pid} leasecheck-used-${process.pid} &&
      exec 9<leasecheck-used-${process.pid}/trace_clock && "$@"; ls; exec 9<&-; rmdir leasecheck-used-${process.pid}`,
        ...["validate", "--record", "--", "true"],
      );
      expect(listed).not.toContain(`leasecheck-stale-${process.pid}`);
      expect(listed).toContain(`leasecheck-used-${process.pid}`);
    });

    test("killed in the middle, the guard removes the instance", async () => {
      const time = `62.${process.pid}`;
      const text = inPrivate(
        `here() { ls /sys/kernel/tracing/instances | grep -q "^leasecheck-$1-"; }
      { "$@" 2>/dev/null & }; n=0; until here $! || [ $n -ge 100 ]; do sleep 0.1; n=$((n + 1)); done; here $! && echo made
      kill -KILL $!; n=0; while here $! && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done; here $! || echo removed`,
        ...["validate", "--record", "--", "sleep", time],
      );
      expect(text.trim().split("\n")).toEqual(["made", "removed"]);
      expect(await gone(time)).toBe(true);
    });

    test("without strace it records the inside only", () => {
      const path = folder();
      for (const name of ["sh", "ls", "cat", "grep", "rm", "rmdir", "sleep", "mount"])
        symlinkSync(execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim(), join(path, name));
      chmodSync(path, 0o755);
      const text = inPrivate(`PATH=${path} "$@"`, "validate", "--record", "--", "ls");
      expect(text).toMatch(/not recorded: system calls: strace is not installed/);
      expect(text).toMatch(/Seen from inside: a log of ftrace/);
    });
  },
);
