/** Every wrong model is contradicted by the kernel within a minute; the table says by which behaviour. */
import { afterAll, expect, test } from "vitest";
import { showStep } from "../../../src/machine/action.js";
import { table } from "../../../src/report/table.js";
import { actors, compared } from "./kernel.js";
import { clockMutations, mutations } from "./mutations.js";

const program = await actors();
const why = typeof program === "string" ? ` (skipped: ${program})` : "";
const rows: string[][] = [];
afterAll(() => {
  if (rows.length === 0) return;
  const columns = ["wrong in", "behaviours", "seconds", "commands", "shrunk to", "difference"];
  console.log(
    table(
      columns.map((head) => ({ head })),
      rows,
    ),
  );
});

const all = [
  ...mutations.map((mutation) => ({ mutation, breakTime: undefined })),
  ...clockMutations.map((mutation) => ({ mutation, breakTime: 1 })),
];

test.skipIf(typeof program === "string").each(all)(`the kernel contradicts: $mutation.name${why}`, async (one) => {
  if (typeof program === "string") throw new Error(program);
  const { mutation, breakTime } = one;
  const options = { ...mutation, seed: mutation.name, walks: 20_000, maxSeconds: 60 };
  const result = await compared(program, breakTime === undefined ? options : { ...options, breakTime });
  const { mismatch, found, behaviours, seconds } = result;
  expect(mismatch).not.toBeNull();
  if (mismatch === null || found === null) return;
  const { commands, differences } = mismatch;
  rows.push([
    ...[mutation.name, String(behaviours), seconds.toFixed(1), String(found.commands.length)],
    ...[`${commands.length}: ${commands.map(showStep).join("; ")}`, differences[0] ?? ""],
  ]);
  expect(commands.length).toBeLessThanOrEqual(12);
  expect(seconds).toBeLessThan(60);
});
