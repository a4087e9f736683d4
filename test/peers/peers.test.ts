/** Other people's tests: under the model, on the running kernel, and what the series would change in them. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { Actor } from "../../model/kernel/actor.js";
import { titleOf } from "../../model/kernel/cases/case.js";
import { readCases } from "../../model/kernel/cases/read-case.js";
import { run } from "../cli/cli.js";
import { failed, judged } from "../model/kernel/cases/cases.js";
import { actors } from "../model/kernel/kernel.js";

const here = new URL(".", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, here), "utf8");
const files = readdirSync(here)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => readCases(name, read(name)));
const cases = files.flatMap((file) => file.cases);

const program = await actors();
const actor = typeof program === "string" ? null : Actor.start(program);
const kernel = actor === null ? "none" : { actor, version: "6.18", breakTime: null };
const why = typeof program === "string" ? ` (without a kernel: ${program})` : "";
afterAll(async () => {
  await actor?.stop();
  if (typeof program !== "string") program.remove();
});

test("all files can be read, and every case says where it is from", () => {
  expect(files.flatMap(({ problems }) => problems)).toEqual([]);
  expect(cases.length).toBe(50);
  expect(new Set(cases.map(titleOf)).size).toBe(cases.length);
  for (const { suite, source, says } of cases) expect([suite, source, says]).not.toContain(null);
});

test(`all go as expected${why}`, async () => {
  for (const design of ["linux-6.18", "linux-5.0"]) {
    const result = [];
    for (const of of cases) result.push(await judged(of, { design }, design === "linux-6.18" ? kernel : "none"));
    expect(failed(result)).toEqual([]);
    expect(result.every(({ skipped }) => (skipped === null) === (actor !== null && design === "linux-6.18"))).toBe(
      true,
    );
  }
});

test("an exemption that leases have to ask for changes nothing in them", async () => {
  const stepsUnder = async (design: string) => {
    const all = [];
    for (const of of cases) all.push((await judged(of, { design })).steps);
    return all;
  };
  const today = await stepsUnder("linux-6.18");
  expect(await stepsUnder("tgid-opt-in")).toEqual(today);
  expect(await stepsUnder("tgid")).not.toEqual(today);
});

test("what the series would change is what docs/peers.md says", async () => {
  const folder = new URL(".", here).pathname;
  const { status, stdout } = await run(["case", folder, "--design", "tgid", "--against", "linux-6.18"]);
  expect(status).toBe(1);
  const recorded = /```\n([\s\S]*?)```/.exec(read("../../docs/peers.md"))?.[1];
  expect(stdout).toBe(recorded);
});
