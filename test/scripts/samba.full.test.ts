import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../scripts/samba.sh", import.meta.url));
const missing = ["smbd", "smbtorture", "strace"].filter(
  (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0,
);
const why = missing.length > 0 ? `no ${missing.join(", ")}` : process.getuid?.() === 0 ? null : "smbd wants root";

test.skipIf(why !== null)(
  `Samba with kernel oplocks is a behaviour of the model${why ? ` (skipped: ${why})` : ""}`,
  () => {
    const { status, stdout, stderr } = spawnSync(script, [], { encoding: "utf8", timeout: 300_000 });
    // What Samba's tests make of it is theirs, but a failure is no good evidence. One needs leases that last.
    const failed = [...(stdout + stderr).matchAll(/^failure: (\w+)/gm)].map(([, name]) => name);
    const lasting = Number(readFileSync("/proc/sys/fs/lease-break-time", "utf8")) >= 5;
    expect(failed.filter((name) => lasting || name !== "kernel_oplocks8")).toEqual([]);
    expect(stdout.match(/^success: kernel_oplocks/gm)?.length).toBeGreaterThanOrEqual(4);
    expect(stdout.match(/test_kernel_oplock\d\.dat: fits/g)?.length).toBeGreaterThanOrEqual(4);
    expect(stdout).not.toMatch(/REFUSED/);
    expect(status).toBe(0);
  },
);
