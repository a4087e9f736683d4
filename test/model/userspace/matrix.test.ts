/** What a real kernel did with leases of user space, cell by cell, is what the model does under its rule, and not under the series'. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { A, A2, B, type CallResult, World } from "../world.js";

interface Cell {
  readonly call: string;
  readonly type: "read" | "write";
  readonly operation: string;
  readonly by: string;
  readonly taken: boolean;
  readonly outcome: { readonly result: string; readonly waits: boolean; readonly signals: number };
}

const cells: readonly Cell[] = readFileSync(new URL("../../fixtures/userspace/matrix.tsv", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [call, type, operation, by, taken, result, wait, signals] = line.split("\t");
    const outcome = { result, waits: wait === "waits", signals: Number(signals) };
    return { call, type, operation, by, taken: taken === "ok", outcome } as Cell;
  });

function perform(world: World, task: number, operation: string): CallResult {
  switch (operation) {
    case "open r":
      return world.open(task, "read");
    case "open w":
      return world.open(task, "write");
    case "open wn":
      return world.open(task, "write", { nonblocking: true });
    case "truncate":
      return world.truncate(task);
    default:
      return world.call(task, "change metadata", { inode: 0 });
  }
}

function answer({ type, operation, by, taken }: Cell, design: string): Cell["outcome"] {
  const world = new World({ design });
  world.open(A, "read");
  if (taken) expect(world.setLease(A, 0, type)).toBe("ok");
  else world.close(A, 0);
  const task = by === "self" ? A2 : B;
  const first = perform(world, task, operation);
  const signals = world.signalled.length;
  if (first !== "blocked") return { result: first, waits: false, signals };
  // Nobody answers: the wait lasts until the deadline.
  world.tick();
  return { result: world.resume(task), waits: true, signals };
}

const name = ({ call, type, operation, by }: Cell): string => `${call} ${type}, ${operation}, ${by}`;
const differing = (design: string): string[] =>
  cells.filter((cell) => JSON.stringify(answer(cell, design)) !== JSON.stringify(cell.outcome)).map(name);

describe("leases of user space on Linux 6.1", () => {
  it("has cells of each kind", () => {
    expect(cells.length).toBe(72);
    expect(cells.filter(({ taken }) => taken).length).toBe(36);
    expect(cells.filter(({ outcome }) => outcome.waits).length).toBe(10);
  });
  it.each(cells.map((cell) => [name(cell), cell] as const))("%s", (_, cell) => {
    expect(answer(cell, "linux-6.18")).toEqual(cell.outcome);
  });
  it("an exemption that nobody asks for changes nothing", () => expect(differing("tgid-opt-in")).toEqual([]));
  it("an exemption for everybody changes what a holder's own threads do, and nothing else", () => {
    expect(differing("tgid")).toEqual([
      "F_SETLEASE read, open w, self",
      "F_SETLEASE read, open wn, self",
      "F_SETLEASE read, truncate, self",
      "F_SETLEASE write, open r, self",
      "F_SETLEASE write, open w, self",
      "F_SETLEASE write, open wn, self",
      "F_SETLEASE write, truncate, self",
    ]);
  });
});
