import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Program, program } from "../model/kernel/programs.js";
import { folder } from "./cli.js";
import { gone, noStrace, PROGRAM, said } from "./recordings.js";

const noTracing = mayTrace() ? null : "no right to mount tracefs";
const made = program();
afterAll(() => {
  if (typeof made !== "string") rmSync(made.folder, { recursive: true });
});

/** Whether a private mount of the tracing file system can be made, which nobody else sees. */
function mayTrace(): boolean {
  return spawnSync("unshare", ["-m", "mount", "-t", "tracefs", "nodev", "/sys/kernel/tracing"]).status === 0;
}

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

    test.skipIf(typeof made === "string")(`records both views${said(typeof made === "string" ? made : null)}`, () => {
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
