import { expect, test } from "vitest";
import { LogError, shown } from "../../../model/kernel/log-error.js";
import { linesOf } from "../../../model/kernel/log-lines.js";
import { readLog } from "../../../model/kernel/read-log.js";

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
  expect(readLog(linesOf(line.repeat(100_000))).files).toEqual([]);
  expect(() => readLog(linesOf("\n".repeat(3_000_000)))).toThrow(LogError);
  const { user, system } = process.cpuUsage(begun);
  expect((user + system) / 1e6).toBeLessThan(20);
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
