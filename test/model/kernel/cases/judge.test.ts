/** Cases under the model and on the running kernel: what was written is what is looked at. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { Actor } from "../../../../model/kernel/actor.js";
import { isAsExpected, type JudgedCase, judge, sidesDiffer, verdictOf } from "../../../../model/kernel/cases/judge.js";
import { scopeOf } from "../../../../model/kernel/cases/scope.js";
import { action } from "../../../../model/state.js";
import { leaseCore } from "../../../../properties/scenarios.js";
import type { Action } from "../../../../src/machine/action.js";
import { machineOf } from "../../../../src/machine/machine.js";
import { actors } from "../kernel.js";
import { caseOf, judged, steps } from "./cases.js";

const program = await actors();
const actor = typeof program === "string" ? null : Actor.start(program);
const kernel = actor === null ? "none" : { actor, version: "6.18.1", breakTime: null };
const why = typeof program === "string" ? ` (skipped: ${program})` : "";
afterAll(async () => {
  await actor?.stop();
  if (typeof program !== "string") program.remove();
});

const HOLDING = ['- H: open("f", O_RDONLY) = a', "- H: fcntl(a, F_SETLEASE, F_RDLCK) = 0"];

/** What each side says of each step: M and K for a difference, m for one of several possibilities. */
const marks = ({ steps: all }: JudgedCase): string =>
  all
    .map(({ model, kernel: real }) => {
      const side = { differs: "M", possible: "m", "as expected": "." }[verdictOf(model)];
      return side + (real !== null && verdictOf(real) === "differs" ? "K" : "");
    })
    .join(" ");

const RIGHT = [
  ...HOLDING,
  '- C: open("f", O_WRONLY) blocks',
  "  signals: {H: a}",
  "  locks: [BREAKING UNLCK H f]",
  "- H: fcntl(a, F_GETLEASE) = F_UNLCK",
  "  signals: none",
  "- H: fcntl(a, F_SETLEASE, F_UNLCK) = 0",
  "  then: {C: b}",
  "  locks: none",
];

describe(`a tampered expectation fails on both sides${why}`, () => {
  const sides = (mark: string): string => (actor === null ? mark.replaceAll("K", "") : mark);

  test("untampered", async () => {
    const result = await judged(caseOf(steps("H, C", ...RIGHT)), {}, kernel);
    expect(marks(result)).toBe(". . . . .");
    expect(isAsExpected(result)).toBe(true);
  });

  test.each<[string, string, string, string]>([
    ["a result", "F_GETLEASE) = F_UNLCK", "F_GETLEASE) = F_RDLCK", ". . . MK ."],
    ["an error", "F_RDLCK) = 0", "F_RDLCK) = -1 EINVAL", ". MK . . ."],
    ["a signal", "signals: none", "signals: {H: a}", ". . . MK ."],
    ["no signal", "signals: {H: a}", "signals: none", ". . MK . ."],
    ["the lease in /proc/locks", "BREAKING UNLCK", "ACTIVE READ", ". . MK . ."],
    ["no lease", "locks: none", "locks: [ACTIVE READ H f]", ". . . . MK"],
    ["what becomes of a sleeper", "then: {C: b}", "then: {C: -1 EINTR}", ". . . . MK"],
    ["that it goes on", "  then: {C: b}", "  says: nobody goes on", ". . . . MK"],
  ])("%s", async (_, from, to, mark) => {
    const text = steps("H, C", ...RIGHT);
    expect(text).toContain(from);
    const result = await judged(caseOf(text.replace(from, to)), {}, kernel);
    expect(marks(result)).toBe(sides(mark));
    expect(isAsExpected(result)).toBe(false);
  });

  test("that a sleeper goes on", async () => {
    const text = steps("H, C", ...RIGHT.slice(0, 6), "  then: {C: b}");
    expect(marks(await judged(caseOf(text), {}, kernel))).toBe(sides(". . . MK"));
  });

  test("that it sleeps", async () => {
    const text = steps("H, C", ...HOLDING, '- C: open("f", O_WRONLY) = b', "- C: close(b) = 0");
    expect(marks(await judged(caseOf(text), {}, kernel))).toBe(sides(". . MK MK"));
  });
});

test.skipIf(actor === null)(`where the model is not the kernel, that is said without being asked${why}`, async () => {
  const text = steps("H, C", ...HOLDING, '- C: open("f", O_RDONLY|O_TRUNC|O_NONBLOCK) = ?');
  const right = await judged(caseOf(text), {}, kernel);
  expect(isAsExpected(right)).toBe(true);
  const mended = await judged(caseOf(text), { mends: ["B18"] }, kernel);
  expect(mended.steps.map(sidesDiffer)).toEqual([false, false, true]);
  expect(isAsExpected(mended)).toBe(false);
});

test.skipIf(actor === null)(`processes, threads, duplicates and two files on the kernel${why}`, async () => {
  const text = steps(
    "H, C",
    "- H: clone() = T",
    '- T: open("f", O_RDONLY) = a',
    '- C: open("g", O_RDWR) = g',
    "- C: fcntl(g, F_SETLEASE, F_WRLCK) = 0",
    "- H: dup(a) = b",
    "- H: fcntl(b, F_SETLEASE, F_WRLCK) = 0",
    "- H: fork() = D",
    "- H: close(a) = 0",
    "- D: close(a) = 0",
    "- D: fcntl(b, F_GETLEASE) = F_WRLCK",
    "- T: exit() = ?",
    '- C: open("f", O_RDONLY) blocks',
    "  signals: {H: a}",
    "  locks: [ACTIVE WRITE C g, BREAKING READ H f]",
    "- interrupt: C",
    '- C: chmod("f", 0644) = 0',
    "- C: ftruncate(g, 0) = 0",
    "- H: exit_group() = ?",
    "  locks: [ACTIVE WRITE C g, BREAKING READ H f]",
    '- C: truncate("f", 0) blocks',
    "  signals: none",
    "- D: exit_group() = ?",
    "  then: {C: 0}",
    '- C: open("f", O_PATH) = p',
    "- C: close(p) = 0",
  );
  const result = await judged(caseOf(text), {}, kernel);
  expect(marks(result)).toBe(Array.from({ length: 20 }, () => ".").join(" "));
  expect(isAsExpected(result)).toBe(true);
});

test("what a case needs of the kernel, and of the clock, is respected", async () => {
  const asked = { actor: null as never, version: "6.18.44-x", breakTime: null };
  const text = steps("H", ...HOLDING);
  expect((await judged(caseOf(`needs: {kernel: 6.19}\n${text}`), {}, asked)).skipped).toBe("it needs Linux 6.19");
  expect((await judged(caseOf(`${text}\n  - wait: lease-break-time`), {}, asked)).skipped).toContain("--clock");
  expect((await judged(caseOf(text))).skipped).toBe("none");
});

test("time that goes by lets deadlines pass, a stale one too (B16)", async () => {
  const text = readFileSync(new URL("../../../../examples/stale-deadline.yaml", import.meta.url), "utf8");
  expect(marks(await judged(caseOf(text)))).toBe(". . . . . . .");
  expect(marks(await judged(caseOf(text), { mends: ["B16"] }))).toBe(". . . . . . M");
  const waiting = steps(
    "H, C",
    ...HOLDING,
    '- C: open("f", O_WRONLY) blocks',
    "- wait: lease-break-time",
    "  then: {C: b}",
  );
  expect(marks(await judged(caseOf(waiting)))).toBe(". . . .");
});

test("what is one of several possibilities is called possible, and followed", async () => {
  const lose = action("lose lease", {
    enabled: (s) => s.inodes.some(({ leases }) => leases.length > 0),
    effect: (draft) =>
      draft.inodes.forEach(({ leases }) => {
        if (leases.length > 0) leases.removeAt(0);
      }),
  });
  const losing = { ...leaseCore, actions: [...leaseCore.actions, lose as Action] };
  const text = steps("H", ...HOLDING, "- H: fcntl(a, F_GETLEASE) = F_UNLCK", "- H: fcntl(a, F_GETLEASE) = F_UNLCK");
  const of = caseOf(text);
  expect(marks(await judge(machineOf(losing, { scope: scopeOf(of) }), of, "none"))).toBe(". m m .");
  const kept = caseOf(text.replaceAll("F_UNLCK", "F_RDLCK"));
  expect(marks(await judge(machineOf(losing, { scope: scopeOf(kept) }), kept, "none"))).toBe(". m m m");
});

test("a step that cannot be made says why, and the rest goes on", async () => {
  const text = steps(
    "H, C, D",
    ...HOLDING,
    '- C: open("f", O_WRONLY) = b',
    "- C: close(b) = 0",
    '- D: open("f", O_RDWR|O_NONBLOCK) = d',
    "- D: close(d) = 0",
    '- H: open("f", O_PATH) = p',
    "- H: fcntl(p, F_GETLEASE) = F_UNLCK",
  );
  const { steps: all } = await judged(caseOf(text), {}, kernel);
  const reasons = (side: "model" | "kernel"): string[] =>
    all.map(({ [side]: outcome }) => (outcome?.kind === "impossible" ? outcome.why : ""));
  const both = ["", "", "", "C sleeps", "", "D has no descriptor of d", ""];
  expect(reasons("model")).toEqual([...both, "the model has no such step here"]);
  if (actor !== null) expect(reasons("kernel")).toEqual([...both, ""]);
});

test.each(["docs/cases.md", "README.md"])("the case in %s goes as expected", async (path) => {
  const text = readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
  const written = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  expect(isAsExpected(await judged(caseOf(written), {}, kernel))).toBe(true);
});
