import { describe, expect, test } from "vitest";
import { readCases } from "../../../../model/kernel/cases/read-case.js";
import { caseOf, problemsOf, steps } from "./cases.js";

const OPEN = '- H: open("f", O_RDONLY) = a';

test("a whole file: names, sources, needs, what is left out", () => {
  const { cases, problems } = readCases(
    "test",
    `suite: LTP
source: one.c
needs: {kernel: 6.19, privilege: root}
observed: passes
cases:
  - name: first
    source: two.c
    leaves-out: [this, that]
    processes: [H, C]
    steps:
      ${OPEN}
      - H: dup(a) = b
      - H: fork() = D
      - H: clone() = T
      - T: fcntl(b, F_SETLEASE, F_RDLCK) = 0
        locks: [ACTIVE READ H f]
      - C: open("f", O_RDWR) blocks
        signals: {H: b}
      - interrupt: C
  - {name: second, processes: [P], steps: [{P: "open(f, O_PATH) = p"}]}
`,
  );
  expect(problems).toEqual([]);
  expect(cases.map(({ name, source, line }) => [name, source, line])).toEqual([
    ["first", "two.c", 6],
    ["second", "one.c", 20],
  ]);
  expect(cases[0]).toMatchObject({
    suite: "LTP",
    needs: { kernel: "6.19", privilege: "root", filesystem: null },
    observed: "passes",
    leavesOut: ["this", "that"],
    files: ["f"],
    descriptions: ["a", "#6"],
  });
  expect([...(cases[0]?.processOf ?? [])]).toEqual([
    ["H", "H"],
    ["C", "C"],
    ["D", "D"],
    ["T", "H"],
  ]);
  expect(cases[0]?.steps[5]?.expected.signals).toEqual(["H: a"]);
  expect(cases[0]?.steps[6]?.expected.result).toEqual(["EINTR"]);
});

test("JSON is a way to write it", () => {
  const text = JSON.stringify({ name: "json", processes: ["P"], steps: [{ P: 'open("f", O_RDONLY) = a' }] });
  expect(caseOf(text).steps[0]?.call).toMatchObject({ kind: "open", access: "read", blocking: true });
});

test("the description of an open that blocks is named where it ends", () => {
  const text = steps(
    "H, C",
    OPEN,
    "- H: fcntl(a, F_SETLEASE, F_RDLCK) = 0",
    '- C: open("f", O_WRONLY) blocks',
    "- H: close(a) = 0",
    "  then: {C: b}",
    "- C: close(b) = 0",
  );
  expect(caseOf(text).steps[2]?.makes).toBe("b");
});

describe("what is wrong, and where", () => {
  test.each<[string, string, string]>([
    ["nothing", "", "1:1: keys and values are wanted here"],
    ["no YAML", "name: [", "1:8: Flow sequence"],
    ["a key twice", "name: a\nname: b", "2:1: Map keys must be unique"],
    ["a key that is no word", "[a]: b", "1:1: a key is a plain word"],
    ["an alias", "name: &a x\nsuite: *a\nsteps: []", "2:8: anchors and aliases mean nothing here"],
    ["no steps", "name: a\nprocesses: [P]", '1:1: no key is named "name" here'],
    [
      "a key misspelt",
      "cases: [{nam: a, processes: [P], steps: []}]",
      '1:10: no key is named "nam" here; did you mean "name"?',
    ],
    ["no process", "name: a\nsteps:\n  - P: fork() = Q", "1:1: a case names its processes"],
    ["a version", "needs: {kernel: six}\ncases: []", "1:17: a kernel version is written as 6.19, not six"],
    ["a reserved name", steps("then", OPEN), "2:13: then is a word of the format and no name"],
    ["too many", steps("A, B, C, D, E, F, G", OPEN), "2:31: more than 6 actors"],
    ["a stranger", steps("P", OPEN), "4:8: nobody is named H"],
    ["no call", steps("H", "- H: sleep"), "4:8: not a call"],
    ["an unknown call", steps("H", "- H: opne(f) = 0"), '4:8: a case cannot call opne; did you mean "open"?'],
    [
      "an unknown flag",
      steps("H", '- H: open("f", O_RDONL) = a'),
      '4:8: the flag O_RDONL means nothing here; did you mean "O_RDONLY"?',
    ],
    ["two access modes", steps("H", '- H: open("f", O_RDONLY|O_RDWR) = a'), "4:8: an open has one of"],
    [
      "O_TRUNC for writing",
      steps("H", '- H: open("f", O_RDWR|O_TRUNC) = a'),
      "4:8: O_TRUNC makes a difference with O_RDONLY only",
    ],
    ["no result", steps("H", '- H: open("f", O_RDONLY)'), "4:8: what the call returns is missing"],
    ["a wrong result", steps("H", OPEN, "- H: fcntl(a, F_GETLEASE) = 0"), "5:8: 0 is not what this call returns"],
    ["two at a time", steps("H, C", `${OPEN}\n    C: fork() = D`), '5:5: "C" does not belong in this step'],
    [
      "a lease type",
      steps("H", OPEN, "- H: fcntl(a, F_SETLEASE, F_RDLOCK) = 0"),
      '5:8: no lease is of type F_RDLOCK; did you mean "F_RDLCK"?',
    ],
    ["a descriptor", steps("H", "- H: close(a) = 0"), "4:8: there is no descriptor a"],
    ["a name twice", steps("H", OPEN, OPEN), "5:8: a is a name already"],
    ["a third file", steps("H", OPEN, '- H: chmod("g", 0) = 0', '- H: chmod("h", 0) = 0'), "6:8: more than 2 files"],
    [
      "a sleeper",
      steps("H", '- H: open("f", O_RDONLY) blocks', '- H: truncate("f", 0) = 0'),
      "5:8: H sleeps since step 1 and cannot call",
    ],
    ["blocks or not", steps("H", '- H: truncate("f", 0) = 0 or blocks'), "4:8: a call blocks or returns"],
    ["nobody sleeps", steps("H", `${OPEN}\n    then: {H: 0}`), "5:12: H does not sleep"],
    ["the dead", steps("H", "- H: exit_group() = ?", OPEN), "5:8: H has exited"],
    [
      "no process to signal",
      steps("H", "- H: clone() = T", `${OPEN}\n    signals: {T: a}`),
      "6:15: a signal goes to a process: H",
    ],
    ["a lock", steps("H", `${OPEN}\n    locks: [READ H f]`), "5:13: a lease is written as ACTIVE READ H f"],
    ["waiting", steps("H", "- wait: 5 s"), "4:11: what can be waited for is lease-break-time"],
    [
      "killing a sleeper",
      steps("H", "- H: clone() = T", '- T: open("f", O_RDONLY) blocks', "- H: exit_group() = ?"),
      "6:8: T sleeps, and would have to be killed",
    ],
  ])("%s", (_, text, problem) => {
    expect(problemsOf(text).join("\n")).toContain(problem);
  });

  test("one problem in each case, as others may follow from it", () => {
    const bad = "{name: NAME, processes: [P], steps: [{P: opne() = a}, {P: close(a) = 0}]}";
    const text = `cases:\n  - ${bad.replace("NAME", "one")}\n  - ${bad.replace("NAME", "two")}`;
    expect(problemsOf(text).map((problem) => problem.split(":")[0])).toEqual(["2", "3"]);
  });

  test("hostile texts end", () => {
    expect(problemsOf("[".repeat(200_000)).join("\n")).toMatch(/nested too deeply|1:/);
    expect(problemsOf("a".repeat(2 << 20))).toEqual(["1:1: longer than 1048576 characters"]);
    const bomb = [
      "a: &a [x, x]",
      ..."bcdefgh".split("").map((name, n) => `${name}: &${name} [*${"abcdefg"[n]}, *${"abcdefg"[n]}]`),
    ];
    expect(problemsOf(bomb.join("\n")).length).toBeGreaterThan(0);
  });
});
