import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UsageError } from "../../src/machine/errors.js";
import { writeFileAtomically } from "../../src/report/write-file.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leasecheck-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const refusal = (path: string): UsageError => {
  try {
    writeFileAtomically(path, "new");
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("it was written");
};

test("a file is written, and nothing else", () => {
  writeFileAtomically(join(folder, "a.json"), "one");
  writeFileAtomically(join(folder, "a.json"), "two");
  expect(readdirSync(folder)).toEqual(["a.json"]);
  expect(readFileSync(join(folder, "a.json"), "utf8")).toBe("two");
});

test("a file that is there keeps its mode, and a link to it stays a link", () => {
  writeFileSync(join(folder, "a.json"), "old");
  chmodSync(join(folder, "a.json"), 0o640);
  symlinkSync("a.json", join(folder, "link"));
  writeFileAtomically(join(folder, "link"), "new");
  expect(readFileSync(join(folder, "a.json"), "utf8")).toBe("new");
  expect(statSync(join(folder, "a.json")).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(["a.json", "link"]);
});

describe("what cannot be written", () => {
  test("a folder that is not there", () => {
    const refused = refusal(join(folder, "no", "a.json"));
    expect(refused.code).toBe("unwritable");
    expect(refused.message).toBe(`cannot write ${join(folder, "no", "a.json")}: no such folder`);
  });
  test("a folder in place of a file", () => {
    expect(refusal(folder).message).toContain("it is a directory");
    expect(readdirSync(folder)).toEqual([]);
  });
  test("a file in place of a folder", () => {
    writeFileSync(join(folder, "a"), "");
    expect(refusal(join(folder, "a", "b")).message).toContain("a part of the path is no folder");
  });
  test("what fails at the very end leaves nothing behind", () => {
    expect(refusal(`${join(folder, "a.json")}/`).code).toBe("unwritable");
    expect(readdirSync(folder)).toEqual([]);
  });
  test("a name that is too long leaves nothing behind", () => {
    expect(refusal(join(folder, "x".repeat(300))).message).toContain("the name is too long");
    expect(readdirSync(folder)).toEqual([]);
  });
  test.runIf(process.platform === "linux")(
    "a full device is said to be full, and is no plain file to be replaced",
    () => {
      expect(refusal("/dev/full").message).toContain("no space left");
      writeFileAtomically("/dev/null", "new");
      expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    },
  );
  test.runIf(process.getuid?.() !== 0)("a folder without permission", () => {
    chmodSync(folder, 0o500);
    expect(refusal(join(folder, "a.json")).message).toContain("permission denied");
    chmodSync(folder, 0o700);
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** Another process needs JavaScript: the test is left out where nothing has been built. */
const built = new URL("../../dist/src/report/write-file.js", import.meta.url);

test.runIf(process.platform === "linux" && existsSync(built))(
  "a disk that fills up on the way leaves the old file, and nothing else",
  () => {
    // A limit on the size of files stands in for the full disk.
    writeFileSync(join(folder, "a.json"), "old");
    const program = `
    import { writeFileAtomically } from ${JSON.stringify(built.href)};
    process.on("SIGXFSZ", () => {});
    try { writeFileAtomically(${JSON.stringify(join(folder, "a.json"))}, "x".repeat(1e6)); } catch (error) { console.log(error.code); }
  `;
    const run = spawnSync("bash", ["-c", 'ulimit -f 8; exec "$0" --input-type=module', process.execPath], {
      input: program,
    });
    expect(run.stdout.toString().trim()).toBe("unwritable");
    expect(readdirSync(folder)).toEqual(["a.json"]);
    expect(readFileSync(join(folder, "a.json"), "utf8")).toBe("old");
  },
);
