import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, namesIn, run, runAlone } from "./cli.js";
import { gone, noStrace, PROGRAM, said } from "./recordings.js";

const traced = existsSync("/sys/kernel/tracing/instances") ? "tracefs is mounted" : null;

/** A program in JavaScript that makes a file and reads it, and then does something more. */
const node = (more: string): string[] => [process.execPath, "-e", more];

/** A shell that sleeps, and that nobody else starts. */
const sleeper = (seconds: string): string[] => ["sh", "-c", `echo ready >&2; sleep ${seconds} & sleep ${seconds}`];

describe.skipIf(noStrace !== null)(`validate --record${said(noStrace)}`, () => {
  test("shows the command's status, returns its own, and keeps the log", async () => {
    const tmp = folder();
    const log = join(folder(), "kept");
    const args = ["validate", "--record", "--log", log, "--", ...node("process.exit(7)")];
    const { status, stdout } = await runAlone(args, { env: { TMPDIR: tmp } });
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
    const ran = await runAlone(["validate", "--record", "--", ...sleeper(time)], {
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

  test.skipIf(traced !== null)(
    `without strace and without tracing the command does not even start${said(traced)}`,
    async () => {
      const path = folder();
      for (const name of ["sh", "touch"])
        symlinkSync(execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim(), join(path, name));
      const made = join(path, "made");
      const { status, stderr } = await runAlone(["validate", "--record", "--", "touch", made], { env: { PATH: path } });
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
