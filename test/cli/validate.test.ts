import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { edited, fixture } from "../model/kernel/logs.js";
import { folder, run, tokenIn } from "./cli.js";

const path = (name: string): string => fileURLToPath(new URL(`../fixtures/logs/${name}`, import.meta.url));

test("a log that fits: what it records, what was skipped, and a behaviour that replays", async () => {
  const { status, stdout } = await run(["validate", path("host-scenario.strace")]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/recorded completely: calls of the threads shown: close/);
  expect(stdout).toMatch(/not recorded: the coming of threads/);
  expect(stdout).toMatch(/skipped: 1 × calls of chmod/);
  expect(stdout).toMatch(/fits: all 78 events explained/);
  expect((await run(["replay", tokenIn(stdout)])).status).toBe(0);
});

test("one that does not: the event, the reason, the states possible there", async () => {
  const log = join(folder(), "tampered\u001b[31m.strace");
  writeFileSync(log, edited(fixture("host-scenario.strace"), 102, "= 0 ", "= -1 EAGAIN (x) "));
  const { status, stdout } = await run(["validate", log]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/REFUSED at line 102: 3844 fcntl/);
  expect(stdout).toMatch(/returns ok in the model, and EAGAIN in the log/);
  expect(stdout).toMatch(/Possible state 1 of \d/);
  expect(stdout).not.toContain("\u001b");
});

test("a mended fault is a difference that a log can show; bad input is one line", async () => {
  expect((await run(["validate", path("host-scenario-tgid.ftrace")])).status).toBe(0);
  for (const [args, code] of [
    [["validate", "/nowhere/at/all"], "unreadable"],
    [["validate", "/dev/zero"], "unreadable"],
    [["validate", path("host-scenario.strace"), "--design", "nobody"], "unknown-design"],
  ] as const) {
    const { status, stderr } = await run(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(new RegExp(`^leasecheck: .*\\[${code}\\]\n$`));
  }
  const empty = join(folder(), "empty");
  writeFileSync(empty, "1 close(3) = 0\n");
  expect((await run(["validate", empty])).status).toBe(3);
});
