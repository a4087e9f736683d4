/** Whether a fault of delegations is caught, at its own scope, by the properties that name it, and by no other. */
import { expect } from "vitest";
import { delegations } from "../../../properties/scenarios.js";
import type { Fault } from "../../../src/machine/scenario.js";
import { LIVE, search, violated } from "./search.js";

/** Searches without the fault and with it. */
export async function expectCaught({ name, kind, design = "linux-6.18", ...fault }: Fault): Promise<void> {
  const scope = { ...delegations.scopes.quick, ...fault.scope, ...fault.smallest };
  const without = violated(await search({ design, scope }));
  expect(without).toEqual({});
  const mends = LIVE.filter((other) => other !== name);
  const found = await search({ design, scope, mends, bugs: kind === "live" ? [] : [name] });
  const named = delegations.properties.filter(({ violatedBy }) => violatedBy.includes(name));
  expect(Object.keys(violated(found)).sort()).toEqual(named.map((property) => property.name).sort());
}
