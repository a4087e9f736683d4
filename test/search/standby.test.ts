/** Helpers that were there before the search. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, namesIn } from "../cli/cli.js";
import { explore, lasting } from "./dist.js";
import { randomMachine } from "./random-machine.js";

const standby = "../../dist/src/search/standby.js";
const { standBy } = (await import(/* @vite-ignore */ standby)) as {
  standBy(helpers: number, beforehand: { module: string; make: string; with?: unknown }): void;
};
const module = new URL("../fixtures/standing-by.js", import.meta.url).href;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** The threads that left files in a folder, once there are so many. */
async function threadsIn(path: string, many: number): Promise<string[]> {
  while (namesIn(path).length < many) await new Promise((resolve) => setTimeout(resolve, 5));
  return namesIn(path).map((name) => name.replace("by-", ""));
}

test.each(["loads", "throws", "ends"])(`one %s what it is to call beforehand, seed ${seed}`, async (make) => {
  const [before, made] = [folder(), folder()];
  const { machine } = randomMachine(seed);
  const source = { module, make: "machine", with: { seed, path: join(made, "by") } };
  standBy(2, { module, make, with: join(before, "by") });
  const waiting = await threadsIn(before, 2);
  const shared = await explore(machine, { workers: 3, source, eager: true });
  expect(lasting(shared)).toEqual(lasting(await explore(machine)));
  // Those that had ended are no helpers; the others are, and no thread is started in their place.
  if (make !== "ends") expect(namesIn(made)).toEqual(waiting.map((thread) => `by-${thread}`));
});

test("helpers that wait already are told what more to call", async () => {
  const [first, second] = [folder(), folder()];
  standBy(2, { module, make: "loads", with: join(first, "by") });
  const waiting = await threadsIn(first, 2);
  standBy(2, { module, make: "loads", with: join(second, "by") });
  expect(await threadsIn(second, 2)).toEqual(waiting);
});
