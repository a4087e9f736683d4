import { expect, test } from "vitest";
import { watch } from "../../bench/watched.js";

const busy = "const until = Date.now() + 400; const a = new Uint8Array(1 << 28).fill(1); while (Date.now() < until); a";

test("a program is watched: what it prints, how it ends, how long it takes", async () => {
  const { status, stdout, wall } = await watch(process.execPath, ["-e", "console.log('yes'); process.exitCode = 3"]);
  expect({ status, stdout }).toEqual({ status: 3, stdout: "yes\n" });
  expect(wall).toBeGreaterThan(0);
});

test.runIf(process.platform === "linux")("memory and processor time are seen, those of children too", async () => {
  const parent = `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(busy)}])`;
  const { peak, processor, others } = await watch(process.execPath, ["-e", parent]);
  expect(peak).toBeGreaterThan(2 ** 28);
  expect(processor).toBeGreaterThan(0.1);
  expect(others).toBeLessThanOrEqual(1);
});

test("a program that is not there is an error", async () => {
  await expect(watch("no-such-program", [])).rejects.toThrow("ENOENT");
});
