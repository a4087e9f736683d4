import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folder, run, runAlone, tokenIn } from "./cli.js";

const example = fileURLToPath(new URL("../../examples/stale-deadline.yaml", import.meta.url));

const RIGHT = `name: mine
says: what I want to know
processes: [H, C]
steps:
  - H: open("f", O_RDONLY) = a
  - H: fcntl(a, F_SETLEASE, F_RDLCK) = 0
  - C: open("f", O_WRONLY|O_NONBLOCK) = -1 EAGAIN
    signals: {H: a}
`;

/** A file with a text. */
function written(text: string, name = "case.yaml", into = folder()): string {
  const path = join(into, name);
  writeFileSync(path, text);
  return path;
}

test("a case that goes as expected", async () => {
  const { status, stdout, stderr } = await run(["case", written(RIGHT)]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Model: design linux-6\.18\.\nKernel: /);
  expect(stdout).toMatch(/mine +as expected/);
  expect(stdout).toMatch(/1 case(, 1 on the kernel too)?: 1 as expected\./);
});

test("one that does not: each step, what was expected, and what each side did", async () => {
  const { status, stdout } = await run(["case", "--no-kernel", written(RIGHT.replace("{H: a}", "none"))]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/mine +differs at step 3/);
  expect(stdout).toContain("what I want to know");
  expect(stdout).toMatch(
    / 3\. C: open.*\n +expected +C fails with EAGAIN; no signal\n +linux-6\.18 +.*signal to H about a/,
  );
});

test("designs, faults and mends; another design to compare with", async () => {
  const self = written(RIGHT.replaceAll("C: open", "H: open"));
  const under = await run(["case", self, "--design", "tgid"]);
  expect(under.status).toBe(1);
  expect(under.stdout).toContain("Kernel: not asked.");
  expect(under.stdout).toMatch(/tgid +H succeeds; no signal/);
  const replayed = await run(["replay", tokenIn(under.stdout)]);
  expect(replayed.status).toBe(0);
  expect(replayed.stdout).toContain('files[1].state: "opening" → "open"');
  const against = await run(["case", self, written(RIGHT), "--design", "tgid", "--against", "linux-6.18"]);
  expect(against.status).toBe(1);
  expect(against.stdout).toMatch(/^mine: no longer as expected at step 3\n/);
  expect(against.stdout).toContain("2 cases: under tgid 1 goes differently than under linux-6.18");
  expect((await run(["case", self, "--design", "linux-5.0", "--against", "linux-6.18"])).status).toBe(0);
  expect((await run(["case", example, "--no-kernel"])).status).toBe(0);
  expect((await run(["case", example, "--mend", "B16"])).status).toBe(1);
});

test("without a compiler the model judges alone; a kernel that was insisted on is missed", async () => {
  const env = { PATH: folder() };
  const alone = await runAlone(["case", written(RIGHT)], { env });
  expect(alone.status).toBe(0);
  expect(alone.stdout).toMatch(/Kernel: .*C compiler/);
  expect((await runAlone(["case", "--kernel", written(RIGHT)], { env })).status).toBe(3);
});

test("files that cannot be read, and problems in them, a line each", async () => {
  const into = folder();
  written("name: bad\nprocesses: [P]\nsteps:\n  - P: opne() = a\n", "a.yaml", into);
  written("nonsense: [\n", "b.yaml", into);
  written(RIGHT, "c.yml", into);
  written("not a case", "README", into);
  written("[]", "package.json", into);
  const { status, stdout, stderr } = await run(["case", "."], { cwd: into });
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr.split("\n").slice(0, -1)).toEqual([
    'leasecheck: a.yaml:4:8: a case cannot call opne; did you mean "open"? [bad-case]',
    expect.stringMatching(/^leasecheck: b\.yaml:2:1: .* \[bad-case\]$/),
  ]);
  for (const [args, code] of [
    [["/dev/null"], "unreadable"],
    [[example, "--design", "nobody"], "unknown-design"],
    [[example, "--bug", "nobody"], "unknown-bug"],
  ] as const) {
    const ran = await run(["case", ...args]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toMatch(new RegExp(`^leasecheck: .*\\[${code}\\]\n$`));
  }
});

test("a folder without cases: nothing was judged", async () => {
  expect((await run(["case", folder()])).status).toBe(3);
});

test("control characters never reach the terminal", async () => {
  const escaped = 'name: "\\e[31mred"\nprocesses: [P]\nsteps: [{P: fork() = Q}]\n';
  const { status, stderr } = await run(["case", written(escaped, "\u001b[2J.yaml")]);
  expect(status).toBe(2);
  expect(stderr).toMatch(/:1:7: control characters mean nothing here \[bad-case\]\n$/);
  expect(stderr).not.toContain("\u001b");
});
