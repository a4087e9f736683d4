import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { LogError, shown } from "../../../model/kernel/log-error.js";
import { linesInFile, linesOf } from "../../../model/kernel/log-lines.js";
import { readLog } from "../../../model/kernel/read-log.js";
import { leaseCore } from "../../../properties/scenarios.js";
import { machineOf } from "../../../src/machine/machine.js";

const line = '1 openat(AT_FDCWD, "f", O_RDONLY) = 3\n';

test.each<[string, string, RegExp]>([
  ["nothing", "\n \n", /empty/],
  ["NUL bytes", `${line}\0\0`, /^line 2: a NUL byte/],
  ["binary", "\u007fELF\u0002\u0001\ufffd\ufffd", /^line 1: not a line of strace: \\u\{7f\}ELF\\u\{2\}/],
  ["an absurd pid", `999999999999999999999 ${line.slice(2)}`, /^line 1: no process has the id 9+$/],
  ["a pid that is just too large", `4194305 ${line.slice(2)}`, /^line 1: no process has the id 4194305$/],
  ["a line without end", `1 openat("${"a".repeat(2 << 20)}`, /^line 1: longer than/],
  ["another program's text", "hello\n", /^line 1: not a line of strace: hello/],
  ["a call without a result", '1 openat(AT_FDCWD, "f", O_RDONLY\n', /^line 1: a call without a result/],
  ["a return from nowhere", `${line}1 <... close resumed>) = 0\n`, /^line 2: close of 1 goes on/],
  ["a call in a call", "1 close(3 <unfinished ...>\n1 close(4) = 0\n", /^line 2: 1 calls close inside close/],
])("%s is refused", (_, text, message) => {
  expect(() => readLog(linesOf(text))).toThrow(LogError);
  expect(() => readLog(linesOf(text))).toThrow(message);
});

test("control characters never reach the terminal", () => {
  expect(shown("a\u001b[31mb\u202ec\r")).toBe("a\\u{1b}[31mb\\u{202e}c\\u{d}");
  expect(() => readLog(linesOf("\u001b[2Jx"))).toThrow(/\\u\{1b\}\[2Jx/);
});

test("a huge log that says nothing takes seconds", () => {
  const begun = process.cpuUsage();
  expect(readLog(linesOf(line.repeat(20_000))).files).toEqual([]);
  expect(() => readLog(linesOf("\n".repeat(500_000)))).toThrow(LogError);
  const { user, system } = process.cpuUsage(begun);
  expect((user + system) / 1e6).toBeLessThan(7);
});

test("a history that is too long to be followed is not", () => {
  const lease = "1 fcntl(3, F_SETLEASE, F_RDLCK) = 0\n1 fcntl(3, F_SETLEASE, F_UNLCK) = 0\n";
  expect(readLog(linesOf(line + lease.repeat(10))).files[0]?.scope).toMatchObject({ tasks: 1 });
  expect(readLog(linesOf(line + lease.repeat(5000))).files[0]?.scope).toBe("it has more than 5000 events");
});

test("nested and unbalanced arguments end", () => {
  const text = `1 openat(AT_FDCWD, ${"[{(".repeat(50_000)}"x\\", O_RDONLY) = 3\n`;
  expect(readLog(linesOf(text)).files).toEqual([]);
});

test("a history that takes too long is given up", () => {
  const lease = "1 fcntl(3, F_SETLEASE, F_RDLCK) = 0\n1 fcntl(3, F_SETLEASE, F_UNLCK) = 0\n";
  const [file] = readLog(linesOf(line + lease)).files;
  if (file === undefined || typeof file.scope === "string") throw new Error("no file to judge");
  const machine = machineOf(leaseCore, { scope: file.scope });
  expect(() => file.judge(machine, { breakTime: 1, seconds: 0 })).toThrow(/in 0 s$/);
  expect(file.judge(machine, { breakTime: 1 }).kind).toBe("fits");
});

describe("files", () => {
  const place = mkdtempSync(join(tmpdir(), "leasecheck-test-"));
  const path = join(place, "log");
  afterAll(() => rmSync(place, { recursive: true }));
  const read = (bytes: Buffer | string) => {
    writeFileSync(path, bytes);
    return readLog(linesInFile(path));
  };

  test("are read in pieces, wherever a piece ends", () => {
    const other = '1 read(3, "\u00e4\u{1f600}", 99) = 99\n';
    const { skipped, files } = read(`${line}1 fcntl(3, F_SETLEASE, F_RDLCK) = 0\n${other.repeat(20_000)}`);
    expect(skipped.get("calls of read")).toBe(20_000);
    expect(files.map(({ lines }) => lines)).toEqual([[1, 1, 1, 2, 2]]);
  });

  test("what is no text, and a line without end, are refused", () => {
    expect(() => read(Buffer.alloc(1000))).toThrow(/^line 1: a NUL byte/);
    writeFileSync(path, "x");
    truncateSync(path, 2 ** 34);
    expect(() => readLog(linesInFile(path))).toThrow(/^line 1: /);
  });
});
