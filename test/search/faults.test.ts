/** What can go wrong outside of the model: a search says so, and ends. */
import { describe, expect, test } from "vitest";
import type { Machine } from "../../src/machine/machine.js";
import { explore } from "./dist.js";
import { randomMachine } from "./random-machine.js";

interface Shape {
  readonly size: number;
  readonly level: number;
}
const quitter = new URL("../fixtures/models/quitter.js", import.meta.url).href;
const { make } = (await import(/* @vite-ignore */ quitter)) as { make(shape: Shape): Machine };

describe("a worker that dies", () => {
  // The table grows towards the end of these levels, when the other thread has long taken its share.
  test.each([
    ["states", { size: 9, level: 8 }, 24_310, undefined],
    ["fingerprints", { size: 8, level: 7 }, 6435, {}],
  ])("while the visited set of %s grows", async (_, shape, before, lossy) => {
    const notices: string[] = [];
    const result = await explore(make(shape), {
      ...{ workers: 2, source: { module: quitter, make: "make", with: shape }, eager: true, lossy },
      maxDepth: shape.level + 3,
      onNotice: (notice) => notices.push(notice),
    });
    expect(notices).toEqual(["a worker died: it ended with status 7"]);
    expect({ limit: result.limit, complete: result.complete }).toEqual({ limit: "worker", complete: false });
    // The level was begun, what came before it is counted. When the table grows depends on who took how many blocks, and
    // on a busy machine the other thread may come too late for the first of the levels.
    expect(result.depth).toBeGreaterThanOrEqual(shape.level);
    expect(result.depth).toBeLessThanOrEqual(shape.level + 2);
    expect(result.states).toBeGreaterThanOrEqual(before);
  });
});

describe("a limit on memory, without a disk", () => {
  test.each([1, 3])("with %i threads", async (workers) => {
    const { machine, source } = randomMachine(3);
    const { limit, complete, states } = await explore(machine, { workers, source, eager: true, maxBytes: 90_000 });
    expect({ limit, complete }).toEqual({ limit: "memory", complete: false });
    expect(states).toBeGreaterThan(100);
  });
});
