import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inRepository } from "../../bench/root.js";
import { compileOptions, modes, readPan, spin, spinMissing, twins } from "../../bench/spin.js";
import { leaseBreak3, leaseBreak5, twoPhaseCommit7 } from "../../bench/subjects.js";

const missing = spinMissing();
if (missing !== null) process.stderr.write(`The twins for Spin are not tested: ${missing}\n`);

describe.skipIf(missing !== null)("the Promela twins", () => {
  let work = "";
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), "leasecheck-twins-"));
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  const runs = twins.flatMap((twin) =>
    [leaseBreak3, leaseBreak5, twoPhaseCommit7]
      .filter(({ model }) => model === twin.model)
      .flatMap((subject) => modes.map((mode) => ({ twin, mode, subject }))),
  );
  test.each(runs)("$twin.file, $subject.name, $mode.name: equal counts", async ({ twin, mode, subject }) => {
    const { states, transitions } = await spin(twin, mode, subject, work).run();
    expect({ states, transitions }).toEqual(subject.expected);
  });

  // Each fault makes one invariant fail; a twin that checked nothing would still have the right counts.
  test.each([
    ["lease-break.pml", " && !writerIsStopped(who, lease) -> at[who] = Writes }", " -> at[who] = Writes }"],
    ["lease-break.pml", "&& every(notOpened, &&, who, what) ->", "->"],
    [
      "lease-break-masks.pml",
      "(blockedWrites & bit(who)) && !(ofFile(held, who) & foreign(who))",
      "(blockedWrites & bit(who))",
    ],
    ["lease-break-masks.pml", "mayLease(who) && !((reads | writes) & sameFile(who) & ~bit(who))", "mayLease(who)"],
    ["two-phase-commit.pml", "coordinator == Undecided && heardFrom == Everybody", "coordinator == Undecided"],
  ])("%s with a fault is caught: %s", (file, right, wrong) => {
    const text = readFileSync(inRepository(`bench/spin/${file}`), "utf8");
    expect(text).toContain(right);
    const folder = mkdtempSync(join(work, "fault-"));
    const silent = { cwd: folder, stdio: "pipe" as const };
    writeFileSync(join(folder, "faulty.pml"), text.replace(right, wrong));
    execFileSync("spin", ["-a", "faulty.pml"], silent);
    execFileSync("gcc", [...compileOptions, "-DBFS", "-o", "pan", "pan.c"], silent);
    const output = execFileSync(join(folder, "pan"), { ...silent, encoding: "utf8" });
    expect(output).toContain("assertion violated");
    expect(() => readPan(output)).toThrow();
  });
});
