/** The model against the running kernel: no mismatch, and a wrong model is found out. */
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { Actor } from "../../../model/kernel/actor.js";
import { actors, compared } from "./kernel.js";
import { mutations } from "./mutations.js";

const program = await actors();
const why = typeof program === "string" ? ` (skipped: ${program})` : "";
const kernelTest = test.skipIf(typeof program === "string");
const required = (): Exclude<typeof program, string> => {
  if (typeof program === "string") throw new Error(program);
  return program;
};

kernelTest(`the kernel does what the model allows, and nothing else${why}`, async () => {
  const seed = String(Date.now());
  const { mismatch, behaviours, actions } = await compared(required(), { seed, walks: 100 });
  expect(mismatch, `seed ${seed}`).toBeNull();
  expect(behaviours).toBe(100);
  expect(actions.get("start break")).toBeGreaterThan(0);
  expect(actions.get("wake up")).toBeGreaterThan(0);
});

/** What few behaviours show; the others: mutations.full.test.ts. */
const LATER = /^(?:B3|B17 mended|fork hands|F_RDLCK clears)\b/;
const soonShown = mutations.filter(({ name }) => !LATER.test(name));

test.skipIf(typeof program === "string").each(soonShown)(`the kernel contradicts: $name${why}`, async (mutation) => {
  const { mismatch } = await compared(required(), { ...mutation, seed: "7", walks: 2000 });
  expect(mismatch).not.toBeNull();
  expect(mismatch?.commands.length).toBeLessThanOrEqual(12);
  expect(mismatch?.differences.length).toBeGreaterThan(0);
});

kernelTest(`the actors leave nothing behind when their master is gone${why}`, async () => {
  const actor = Actor.start(required());
  const sight = await actor.send("begin 2 2 1");
  const pids = sight.tasks.map(({ pid }) => pid).filter((pid) => pid !== 0);
  expect(pids.length).toBe(3);
  expect(existsSync(actor.folder)).toBe(true);
  await actor.stop();
  for (const pid of pids) expect(existsSync(`/proc/${pid}`)).toBe(false);
  expect(existsSync(actor.folder)).toBe(false);
});
