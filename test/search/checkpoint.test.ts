/** Checkpoints that are cut, changed or another machine's, and those that a limit left behind. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explore, lasting } from "./dist.js";
import { randomMachine } from "./random-machine.js";

const { machine } = randomMachine(4);
let folder = "";
const good = (): string => join(folder, "good");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "leasecheck-test-"));
  await explore(machine, { checkpoint: good(), maxDepth: 3 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the checkpoint, changed. */
function changed(name: string, change: (path: string) => void): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const file of readdirSync(good())) copyFileSync(join(good(), file), join(path, file));
  change(path);
  return path;
}

const states = (path: string): string => join(path, readdirSync(path).find((name) => name.startsWith("states")) ?? "");
const manifest = (path: string): string => join(path, "checkpoint.json");
const flip = (path: string): void => {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 4;
  writeFileSync(path, bytes);
};

test("a search that ended at a limit goes on with a larger one", async () => {
  const path = changed("limit", () => {});
  expect(lasting(await explore(machine, { resume: path }))).toEqual(lasting(await explore(machine)));
});

describe("refused, in one line with a code", () => {
  test.each([
    ["cut", (path: string) => truncateSync(states(path), 4), "bad-checkpoint"],
    ["flipped", (path: string) => flip(states(path)), "bad-checkpoint"],
    ["gone", (path: string) => rmSync(states(path)), "bad-checkpoint"],
    ["cut manifest", (path: string) => truncateSync(manifest(path), 200), "bad-checkpoint"],
    ["flipped manifest", (path: string) => flip(manifest(path)), "bad-checkpoint"],
    ["no manifest", (path: string) => rmSync(manifest(path)), "no-checkpoint"],
  ])("%s", async (name, change, code) => {
    const resume = changed(name, change);
    await expect(explore(machine, { resume })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^[^\n]+$/),
    });
  });

  test("another machine's", async () => {
    const resume = changed("foreign", () => {});
    await expect(explore(randomMachine(1).machine, { resume })).rejects.toMatchObject({ code: "foreign-checkpoint" });
  });

  test("a folder that has one already", async () => {
    await expect(explore(machine, { checkpoint: good() })).rejects.toMatchObject({ code: "checkpoint-exists" });
  });
});
