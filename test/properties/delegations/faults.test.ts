/** Every fault of delegations is caught, at its own scope, by the properties that name it, and by no other. */
import { expect, it } from "vitest";
import { delegations } from "../../../properties/scenarios.js";
import { LIVE, search, violated } from "./search.js";

it.each(delegations.faults.map((fault) => [fault.name, fault] as const))("%s", async (name, fault) => {
  const design = fault.design ?? "linux-6.18";
  const scope = { ...delegations.scopes.quick, ...fault.scope, ...fault.smallest };
  const without = violated(await search({ design, scope }));
  expect(without).toEqual({});
  const mends = LIVE.filter((other) => other !== name);
  const found = await search({ design, scope, mends, bugs: fault.kind === "live" ? [] : [name] });
  const named = delegations.properties.filter(({ violatedBy }) => violatedBy.includes(name));
  expect(Object.keys(violated(found)).sort()).toEqual(named.map((property) => property.name).sort());
});
