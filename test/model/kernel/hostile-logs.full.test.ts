import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linesInFile } from "../../../model/kernel/log-lines.js";
import { readLog } from "../../../model/kernel/read-log.js";

test("a hundred megabytes of other calls take little memory", () => {
  const place = mkdtempSync(join(tmpdir(), "leasecheck-test-"));
  try {
    const path = join(place, "log");
    writeFileSync(path, '1 openat(AT_FDCWD, "f", O_RDONLY) = 3\n');
    const other = `1 read(3, "${"x".repeat(80)}", 4096) = 4096\n`.repeat(10_000);
    for (let n = 0; n < 100; n++) appendFileSync(path, other);
    const before = process.memoryUsage().rss;
    expect(readLog(linesInFile(path)).skipped.get("calls of read")).toBe(1_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
  } finally {
    rmSync(place, { recursive: true });
  }
});
