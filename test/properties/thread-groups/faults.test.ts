/** Every fault of kernel threads is caught, at its own scope, by the properties that name it, and by no other. */
import { expect, it } from "vitest";
import { threadGroups } from "../../../properties/scenarios.js";
import type { ScopeValue } from "../../../src/schema/schema.js";
import { search, violated } from "./search.js";

/** What holds without the fault, once for each scope. */
const sound = new Map<string, Promise<void>>();
const holdsWithout = (scope: Readonly<Record<string, ScopeValue>>): Promise<void> => {
  const key = JSON.stringify(Object.entries(scope).sort());
  const known =
    sound.get(key) ??
    search(threadGroups, { scope }).then((without) => {
      expect(violated(without)).toEqual({});
      expect(without.deadlock).toBeNull();
    });
  sound.set(key, known);
  return known;
};

it.each(threadGroups.faults.map((fault) => [fault.name, fault] as const))("%s", async (name, fault) => {
  const scope = { ...threadGroups.scopes.quick, ...fault.scope, ...fault.smallest };
  await holdsWithout(scope);
  const found = await search(threadGroups, { scope, bugs: [name] });
  const named = threadGroups.properties.filter(({ violatedBy }) => violatedBy.includes(name));
  expect(Object.keys(violated(found)).sort()).toEqual(named.map((property) => property.name).sort());
});
