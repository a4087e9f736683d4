/** What can go wrong outside of the model: a search says so, and ends. */
import { describe, expect, test } from "vitest";
import type { Machine } from "../../src/machine/machine.js";
import { explore } from "./dist.js";
import { randomMachine } from "./random-machine.js";

const quitter = new URL("../fixtures/models/quitter.js", import.meta.url).href;
const { make } = (await import(/* @vite-ignore */ quitter)) as { make(): Machine };

describe("a worker that dies", () => {
  test.each([undefined, {}])("while the visited set grows (lossy: %o)", async (lossy) => {
    const notices: string[] = [];
    const result = await explore(make(), {
      ...{ workers: 2, source: { module: quitter, make: "make" }, eager: true, lossy },
      maxDepth: 10,
      onNotice: (notice) => notices.push(notice),
    });
    expect(notices).toEqual(["a worker died: it ended with status 7"]);
    expect({ limit: result.limit, complete: result.complete }).toEqual({ limit: "worker", complete: false });
    // The level was begun; what came before it is counted.
    expect(result.depth).toBe(8);
    expect(result.states).toBeGreaterThanOrEqual(24_310);
  });
});

describe("a limit on memory, without a disk", () => {
  test.each([1, 3])("with %i threads", async (workers) => {
    const { machine, source } = randomMachine(3);
    const { limit, complete, states } = await explore(machine, { workers, source, eager: true, maxBytes: 60_000 });
    expect({ limit, complete }).toEqual({ limit: "memory", complete: false });
    expect(states).toBeGreaterThan(1000);
  });
});
