/** The default scope of `delegations`, under every design: what fails there, and that nothing was left out. */
import { describe, expect, it } from "vitest";
import { delegations } from "../../../properties/scenarios.js";
import { reached, search, violated } from "./search.js";

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "linux-5.0": ["only-conflicts-refuse", "own-client-never-recalled"],
  tgid: ["delegation-promise-kept", "no-conflicting-grant"],
};

describe.each(delegations.designs.map(({ name }) => name))("%s", (design) => {
  it("with every live fault mended", async () => {
    const result = await search({ design });
    expect(Object.keys(violated(result)).sort()).toEqual(EXPECTED[design] ?? []);
    expect(result.deadlock).toBeNull();
    expect(result.fired.every((times) => times > 0)).toBe(true);
    expect(result.outcomes.every(({ exercised }) => exercised > 0)).toBe(true);
    const possible = result.machine.properties.filter(({ kind }) => kind === "sometimes");
    expect(reached(result).length).toBe(possible.length);
  });
});
