/**
 * The default scope of `delegations` (two clients, two threads, two files, a local process), under every design: what fails
 * there once today's faults are mended, and that nothing was left out. Some ten million states up to symmetry each.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { delegations } from "../../../properties/scenarios.js";
import { folder, run } from "../../cli/cli.js";
import { LIVE } from "./search.js";

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "linux-5.0": ["only-conflicts-refuse", "own-client-never-recalled"],
  tgid: ["delegation-promise-kept", "no-conflicting-grant"],
};

interface Result {
  readonly property: string;
  readonly verdict: string;
  readonly exercised: number;
}

describe.each(delegations.designs.map(({ name }) => name))("%s", (design) => {
  it("with every live fault mended", async () => {
    const cwd = folder();
    await run(
      [
        "check",
        "delegations",
        "--design",
        design,
        "--mend",
        LIVE.join(),
        "--no-liveness",
        "--quiet",
        "--json",
        "out.json",
      ],
      {
        cwd,
      },
    );
    const { explorations, results } = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"));
    const [{ complete, scope, states, seconds, actions }] = explorations;
    console.log(`${design}: ${states} states, ${Math.round(seconds)} s`);
    expect(complete).toBe(true);
    expect(scope).toMatchObject({ clients: 2, threads: 2, files: 2, operations: 2, localOperations: 1 });
    expect(Object.values<number>(actions).every((times) => times > 0)).toBe(true);
    const named = (verdicts: readonly string[]) =>
      results.filter(({ verdict }: Result) => verdicts.includes(verdict)).map(({ property }: Result) => property);
    expect(named(["violated"]).sort()).toEqual(EXPECTED[design] ?? []);
    expect(results.every(({ exercised }: Result) => exercised > 0)).toBe(true);
    expect(named(["violated", "holds", "reached"])).toHaveLength(results.length);
  });
});
